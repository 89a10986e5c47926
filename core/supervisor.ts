// The supervisor: requests on the whole, and its life from the first plugin to the last disposer.

import type { Server } from 'node:net'
import type { Config, ConfigDiff, Section } from '../sdk/config.js'
import { createEvent, type SupervisorEvent } from '../sdk/events.js'
import { Fault } from '../sdk/faults.js'
import type { SupervisorHooks } from '../sdk/hooks.js'
import type { Logger } from '../sdk/logger.js'
import type { LogFile } from '../sdk/process.js'
import type { SupervisorState } from '../sdk/states.js'
import type { ListenAddress, LogFollower, Supervisor, SupervisorSnapshot, Target } from '../sdk/supervisor.js'
import { ActiveGroups } from './active-groups.js'
import { Children } from './children.js'
import type { Clock, Timer } from './clock/port.js'
import { compareGroups } from './config/diff.js'
import { type ContractStore, createContracts } from './contracts.js'
import { ConfigError, PluginError } from './errors.js'
import { createHooks, isTapped } from './hooks.js'
import type { DaemonLog } from './log/index.js'
import * as messages from './log/messages.js'
import type { ModuleLoader } from './module-loader.js'
import type { LogFiles } from './output/index.js'
import { addPluginGroups } from './plugin-groups.js'
import { PluginHost } from './plugin-host.js'
import type { PluginEntry } from './plugin-list.js'
import type { Posix } from './posix/port.js'
import type { Group } from './process/group.js'
import { createOutput, type Output } from './process/output.js'
import type { SupervisedProcess } from './process/process.js'
import { stopEverything } from './shutdown.js'
import { REEVE_VERSION } from './version.js'

/** How a run ended: the daemon leaves, or starts over with `config`. */
export type Outcome =
  | { readonly kind: 'shutdown' }
  | { readonly kind: 'restart'; readonly config: Config; readonly serials: Readonly<Record<string, number>> }

/** What a supervisor is made of. */
export interface SupervisorParts {
  readonly posix: Posix
  readonly clock: Clock
  readonly log: DaemonLog
  /** The open logs of this daemon, its own among them. */
  readonly files: LogFiles
  readonly config: Config
  /** Reads the configuration again, with the same command line. Throws a ConfigError. */
  readonly readConfig: () => Config
  readonly plugins: readonly PluginEntry[]
  readonly modules: ModuleLoader
  /** The environment that children start from. */
  readonly environment: Readonly<Record<string, string>>
  /** Binds a server; the returned function unbinds it. */
  readonly bind: (server: Server, address: ListenAddress) => Promise<() => Promise<void> | void>
  /** Numbers that go on counting from an earlier run. */
  readonly serials?: Readonly<Record<string, number>>
  /** The state that another image of this program left: its processes run on. */
  readonly resume?: SupervisorSnapshot
}

const LONGEST_WAIT_MS = 2 ** 31 - 1

export class SupervisorCore implements Supervisor {
  readonly version = REEVE_VERSION
  readonly config: Config
  readonly hooks: SupervisorHooks
  readonly clock: Clock
  readonly log: Logger
  readonly #parts: SupervisorParts
  readonly #groups: ActiveGroups
  readonly #output: Output
  readonly #host: PluginHost
  readonly #contracts: ContractStore
  readonly #serials: Map<string, number>
  readonly #disposers: (() => Promise<void> | void)[] = []
  #state: SupervisorState = 'RUNNING'
  #lastReadConfig: Config
  #nextConfig: Config | null = null
  #stopRequested: () => void = () => {}

  constructor(parts: SupervisorParts) {
    const { posix, clock, files, config } = parts
    const log = parts.log.logger
    this.#parts = parts
    this.clock = clock
    this.log = log
    this.config = config
    this.#lastReadConfig = config
    this.#serials = new Map(Object.entries(parts.resume?.serials ?? parts.serials ?? {}))
    this.hooks = createHooks({ log, clock })
    this.#contracts = createContracts({ log, clock })
    const emit = (create: () => SupervisorEvent) => this.emit(create)
    const children = new Children(posix, log)
    this.#disposers.push(children.watch())
    this.#output = createOutput({
      posix,
      clock,
      log,
      files,
      config: config.supervisord,
      emit: (create) => this.emit(create),
    })
    this.#groups = new ActiveGroups({
      posix,
      clock,
      log,
      hooks: this.hooks,
      output: this.#output,
      environment: parts.environment,
      resume: (group, name) =>
        parts.resume?.processes.find((process) => process.group === group && process.name === name),
      state: () => this.#state,
      emit,
      claim: (pid, onExit) => children.claim(pid, onExit),
    })
    this.#host = new PluginHost({ supervisor: this, clock, log, plugins: parts.plugins, config })
  }

  get pid(): number {
    return this.#parts.posix.pid
  }

  get identifier(): string {
    return this.config.supervisord.identifier
  }

  get state(): SupervisorState {
    return this.#state
  }

  get lastReadConfig(): Config {
    return this.#lastReadConfig
  }

  get mainLog(): LogFile {
    return this.#parts.log.file
  }

  get groups(): ReadonlyMap<string, Group> {
    return this.#groups.byName
  }

  /** Brings up everything but the processes: after this nothing can fail that the launching shell should hear of. */
  async boot(): Promise<void> {
    await this.#host.apply()
    this.#lastReadConfig = addPluginGroups(this.config, this)
    await this.hooks.open.promise(this)
    const { resume } = this.#parts
    if (resume === undefined && !this.config.supervisord.nocleanup) this.#output.removeOldLogs()
    for (const group of this.#lastReadConfig.groups) this.#groups.add(group)
    await this.hooks.boot.promise(this)
  }

  /** Starts the processes and supervises them until a shutdown or restart has stopped the last one. */
  async run(): Promise<Outcome> {
    const stopRequested = new Promise<void>((resolve) => {
      this.#stopRequested = resolve
    })
    if (this.#state !== 'RUNNING') this.#stopRequested()
    await this.hooks.ready.promise(this)
    this.emit(() => createEvent('SUPERVISOR_STATE_CHANGE_RUNNING', () => ''))
    if (this.#state === 'RUNNING' && this.#parts.resume === undefined)
      this.#autostart(this.#groups.processesByPriority())
    const stayAlive = this.#stayAlive()
    await stopRequested
    stayAlive()
    this.hooks.stopping.call()
    this.emit(() => createEvent('SUPERVISOR_STATE_CHANGE_STOPPING', () => ''))
    await stopEverything(this.#groups, this.clock, this.log)
    await this.hooks.shutdown.promise(this)
    // A shutdown that was requested while a restart was under way wins (LIFE-67).
    if (this.#nextConfig === null || this.#state === 'SHUTDOWN') return { kind: 'shutdown' }
    return { kind: 'restart', config: this.#nextConfig, serials: Object.fromEntries(this.#serials) }
  }

  /** Undoes everything, last in, first out; also after a failed boot. */
  async dispose(): Promise<void> {
    await this.#host.dispose()
    for (const group of this.#groups.byName.values()) group.close()
    this.#output.close()
    for (const dispose of this.#disposers.splice(0).reverse()) await dispose()
  }

  resolve(namespec: string): Target {
    return this.#groups.resolve(namespec)
  }

  processesByPriority(): readonly SupervisedProcess[] {
    return this.#groups.processesByPriority()
  }

  reread(): ConfigDiff {
    this.#lastReadConfig = this.#readConfig().complete
    const active = [...this.#groups.byName.values()].map((group) => group.config)
    return compareGroups(active, this.#lastReadConfig.groups)
  }

  addGroup(name: string): Group {
    if (this.#groups.byName.has(name)) throw new Fault('ALREADY_ADDED', name)
    const config = this.#lastReadConfig.groups.find((group) => group.name === name)
    if (config === undefined) throw new Fault('BAD_NAME', name)
    const group = this.#groups.add(config)
    this.clock.soon(() => {
      if (this.#groups.byName.get(name) === group) this.#autostart(group.byPriority())
    })
    return group
  }

  removeGroup(name: string): void {
    this.#groups.remove(name)
  }

  shutdown(): void {
    this.#state = 'SHUTDOWN'
    this.#stopRequested()
  }

  /** Throws Fault CANT_REREAD for a broken configuration, which leaves everything as it runs (EDGE-30). */
  restart(): void {
    if (this.#state !== 'RUNNING') return
    const { asRead } = this.#readConfig()
    // The next supervisor's plugins add their groups themselves.
    this.#nextConfig = asRead
    this.#state = 'RESTARTING'
    this.#stopRequested()
  }

  reopenLogs(): void {
    messages.reopened(this.log)
    this.#parts.log.reopen()
    for (const process of this.#groups.processesByPriority()) process.reopenLogs()
    this.hooks.logReopen.call()
  }

  emit(create: () => SupervisorEvent): void {
    if (isTapped(this.hooks.event)) this.hooks.event.call(create())
  }

  nextSerial(name: string): number {
    const serial = this.#serials.get(name) ?? 0
    this.#serials.set(name, serial + 1)
    return serial
  }

  signalNumber(text: string): number | undefined {
    return this.#parts.posix.signalNumber(text)
  }

  async listen(server: Server, address: ListenAddress): Promise<void> {
    this.#disposers.push(await this.#parts.bind(server, address))
  }

  follow(log: LogFile, position: number, onBytes: (bytes: Buffer) => boolean): LogFollower {
    return this.#output.follow(log, position, onBytes)
  }

  contract<Hooks extends object>(name: string, create: () => Hooks): Hooks {
    return this.#contracts(name, create)
  }

  loadModule(specifier: string, section: Section): Promise<unknown> {
    return this.#parts.modules.loadExport(specifier, section, this.log)
  }

  snapshot(): SupervisorSnapshot {
    return {
      version: this.version,
      state: this.#state,
      processes: [...this.#groups.byName.values()].flatMap((group) =>
        [...group.processes.values()].map((process) => process.snapshot()),
      ),
      serials: Object.fromEntries(this.#serials),
    }
  }

  /** Signals alone do not keep Node running: a daemon without programs and servers has nothing else. */
  #stayAlive(): () => void {
    let timer: Timer
    const wait = () => {
      timer = this.clock.after(LONGEST_WAIT_MS, wait)
    }
    wait()
    return () => timer.cancel()
  }

  #autostart(processes: readonly SupervisedProcess[]): void {
    for (const process of processes) process.autostart()
  }

  #readConfig(): { readonly asRead: Config; readonly complete: Config } {
    try {
      const asRead = this.#parts.readConfig()
      return { asRead, complete: addPluginGroups(asRead, this) }
    } catch (error) {
      if (error instanceof ConfigError || error instanceof PluginError)
        throw new Fault('CANT_REREAD', error.message)
      throw error
    }
  }
}
