// The supervisor: requests on the whole, and its life from the first plugin to the last disposer.

import type { Server } from 'node:net'
import type { Config, ConfigDiff, ConfigPreview, ProcessConfig, Section } from '../sdk/config.js'
import { createEvent, type SupervisorEvent } from '../sdk/events.js'
import type { Sink, SupervisorHooks } from '../sdk/hooks.js'
import type { ListenSocket, ListenSocketAddress, ListenSocketOptions } from '../sdk/listen-socket.js'
import type { Logger } from '../sdk/logger.js'
import type { PluginContribution, PluginStatus } from '../sdk/plugin-status.js'
import type { LogFile, Process, ProcessUsage } from '../sdk/process.js'
import type { Run } from '../sdk/run.js'
import { runningTap } from '../sdk/running-tap.js'
import type { JsonValue, SupervisorSnapshot } from '../sdk/snapshot.js'
import type { SupervisorState } from '../sdk/states.js'
import type { LineOutput, ListenAddress, LogFollower, Supervisor, Syslog, Target } from '../sdk/supervisor.js'
import { ActiveGroups, autostart } from './active-groups.js'
import { Children } from './children.js'
import type { Clock } from './clock/port.js'
import { type ContractStore, createContracts } from './contracts.js'
import { EndRequest } from './end-request.js'
import { eventTypes } from './event-types.js'
import { createHooks, isTapped } from './hooks.js'
import { LastReadConfig, readForRestart } from './last-read-config.js'
import { ListenSockets } from './listen-sockets.js'
import * as messages from './log/messages.js'
import { Openings } from './openings.js'
import { PluginHost } from './plugin-host/plugin-host.js'
import { PluginRecords } from './plugin-host/plugin-records.js'
import { describeStray } from './plugin-host/stray-errors.js'
import type { Group } from './process/group.js'
import { createOutput, type Output } from './process/output.js'
import type { SupervisedProcess } from './process/process.js'
import { SpawnSpecs } from './process/spawn-spec.js'
import { Runs } from './runs.js'
import { Serials } from './serials.js'
import { stopEverything } from './shutdown.js'
import { takeSnapshot } from './snapshot.js'
import { stayAlive } from './stay-alive.js'
import type { Outcome, SupervisorParts } from './supervisor-parts.js'
import { UsageReader } from './usage.js'
import { REEVE_VERSION } from './version.js'

export class SupervisorCore implements Supervisor {
  readonly version = REEVE_VERSION
  readonly config: Config
  readonly hooks: SupervisorHooks
  readonly eventTypes: ReadonlyMap<string, string | null>
  readonly clock: Clock
  readonly log: Logger
  readonly syslog: Syslog
  readonly runCommand: Run
  readonly #parts: SupervisorParts
  readonly #groups: ActiveGroups
  readonly #lastRead: LastReadConfig
  readonly #output: Output
  readonly #sockets: ListenSockets
  readonly #openings: Openings
  readonly #records: PluginRecords
  readonly #host: PluginHost
  readonly #contracts: ContractStore
  readonly #usage: UsageReader
  readonly #serials: Serials
  readonly #disposers: (() => Promise<void> | void)[] = []
  readonly #end = new EndRequest()

  constructor(parts: SupervisorParts) {
    const { posix, clock, files, config } = parts
    const log = parts.log.logger
    this.#parts = parts
    this.clock = clock
    this.log = log
    this.syslog = parts.syslog
    this.config = config
    this.#serials = new Serials(parts.resume?.serials ?? parts.serials ?? {})
    this.eventTypes = eventTypes(parts.plugins.map(({ plugin }) => plugin))
    this.#records = new PluginRecords(parts.plugins, () => clock.now())
    const guard = { log, clock, records: this.#records }
    this.hooks = createHooks(guard)
    this.#lastRead = new LastReadConfig(parts, config, this)
    this.#contracts = createContracts(guard)
    this.#usage = new UsageReader(posix, clock)
    const emit = (create: () => SupervisorEvent) => this.emit(create)
    const children = new Children(posix, log)
    this.#disposers.push(children.watch())
    const claim = children.claim.bind(children)
    const runs = new Runs({ posix, clock, environment: parts.environment, claim })
    this.runCommand = runs.run
    this.#disposers.push(() => runs.close())
    const owners = { current: runningTap(this.hooks.channelOpen), blame: this.blame.bind(this) }
    this.#output = createOutput({ posix, clock, log, files, config: config.supervisord, emit, owners })
    this.#sockets = new ListenSockets(posix, parts.resume?.sockets)
    this.#openings = new Openings(parts)
    this.#disposers.push(() => this.#openings.closeAll())
    this.#groups = new ActiveGroups({
      posix,
      clock,
      log,
      hooks: this.hooks,
      output: this.#output,
      specs: new SpawnSpecs(parts.environment),
      resume: (group, name) =>
        parts.resume?.processes.find((process) => process.group === group && process.name === name),
      state: () => this.#end.state,
      emit,
      claim,
    })
    this.#host = new PluginHost({ supervisor: this, clock, log, records: this.#records, config })
    // Every plugin is given it, and none may put something of its own in the place of a member.
    Object.freeze(this)
  }

  get pid(): number {
    return this.#parts.posix.pid
  }

  get identifier(): string {
    return this.config.supervisord.identifier
  }

  get state(): SupervisorState {
    return this.#end.state
  }

  get lastReadConfig(): Config {
    return this.#lastRead.config
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
    this.#lastRead.askPlugins()
    await this.hooks.open.promise(this)
    const { resume } = this.#parts
    if (resume === undefined && !this.config.supervisord.nocleanup) this.#output.removeOldLogs()
    this.#groups.addAll(this.lastReadConfig.groups, resume !== undefined)
    await this.hooks.boot.promise(this)
  }

  /** Starts the processes and supervises them until a shutdown or restart has stopped the last one. */
  async run(): Promise<Outcome> {
    await this.hooks.ready.promise(this)
    if (this.#parts.resume === undefined) {
      this.emit(() => createEvent('SUPERVISOR_STATE_CHANGE_RUNNING', () => ''))
      if (this.#end.state === 'RUNNING') autostart(this.#groups.processesByPriority())
    }
    await stayAlive(this.clock, this.#end.asked)
    this.hooks.stopping.call()
    this.emit(() => createEvent('SUPERVISOR_STATE_CHANGE_STOPPING', () => ''))
    await stopEverything(this.#groups, this.clock, this.log)
    await this.hooks.shutdown.promise(this)
    return this.#end.outcome(this.#serials.next)
  }

  /** Undoes everything, last in, first out; also after a failed boot. */
  async dispose(): Promise<void> {
    await this.#host.dispose()
    for (const group of this.#groups.byName.values()) group.close()
    await this.#output.deliverRest()
    this.#output.close()
    this.#sockets.closeAll()
    for (const dispose of this.#disposers.splice(0).reverse()) await dispose()
  }

  resolve(namespec: string): Target {
    return this.#groups.resolve(namespec)
  }

  processesByPriority(): readonly SupervisedProcess[] {
    return this.#groups.processesByPriority()
  }

  reread(): ConfigDiff {
    return this.#groups.compare(this.#lastRead.reread())
  }

  previewConfig(): ConfigPreview {
    const config = this.#lastRead.preview()
    return { config, diff: this.#groups.compare(config) }
  }

  addGroup(name: string): Group {
    return this.#groups.addFrom(this.lastReadConfig, name)
  }

  removeGroup(name: string): void {
    this.#groups.remove(name)
  }

  readProgram(
    program: string,
    group: string,
    options: Readonly<Record<string, string>>,
  ): readonly ProcessConfig[] {
    return this.#lastRead.readProgram({ program, group, options, config: this.config })
  }

  addProcess(group: string, config: ProcessConfig): SupervisedProcess {
    const process = this.#groups.addProcess(group, config)
    this.#lastRead.follow(process.group.config)
    return process
  }

  removeProcess(group: string, name: string): void {
    this.#lastRead.follow(this.#groups.removeProcess(group, name).config)
  }

  shutdown(): void {
    this.#end.shutdown()
  }

  /** Rejects with Fault CANT_REREAD for a broken configuration, which leaves everything as it runs (EDGE-30). */
  restart(): Promise<void> {
    return this.#end.restart(() => readForRestart(this.#parts, this))
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
    return this.#serials.take(name)
  }

  usage(processes: Iterable<Process>): Promise<ReadonlyMap<Process, ProcessUsage> | null> {
    return this.#usage.read(processes)
  }

  signalNumber(text: string): number | undefined {
    return this.#parts.posix.signalNumber(text)
  }

  listen(server: Server, address: ListenAddress): Promise<void> {
    return this.#openings.listen(server, address)
  }

  openListenSocket(address: ListenSocketAddress, options: ListenSocketOptions = {}): ListenSocket {
    return this.#sockets.open(address, options)
  }

  follow(log: LogFile, position: number, onBytes: (bytes: Buffer, end: number) => boolean): LogFollower {
    return this.#output.follow(log, position, onBytes)
  }

  openLines(path: string): LineOutput {
    return this.#openings.openLines(path)
  }

  openSink(path: string): Sink & { close(): void } {
    return this.#openings.openSink(path)
  }

  contract<Hooks extends object>(name: string, create: () => Hooks): Hooks {
    return this.#contracts(name, create)
  }

  get plugins(): readonly PluginStatus[] {
    return this.#records.statuses
  }

  credit(plugin: string, contribution: PluginContribution, what: string): void {
    this.#records.credit(plugin, contribution, what)
  }

  blame(plugin: string, where: string, error: unknown): void {
    this.#records.blame(plugin, where, error, this.log)
  }

  /** Logs an error that nothing caught, with the plugin whose file stands in its stack. True when the daemon goes on. */
  blameStray(error: unknown, forgivesAll: boolean): boolean {
    return this.#records.blameStray(describeStray(error, this.#parts.plugins, forgivesAll), this.log)
  }

  loadModule(specifier: string, section: Section): Promise<unknown> {
    return this.#parts.modules.loadExport(specifier, section, this.log)
  }

  snapshot(): SupervisorSnapshot {
    return takeSnapshot(this, this.#groups, this.#sockets, this.#serials.next)
  }

  resumed(name: string): JsonValue | undefined {
    return this.#parts.resume?.plugins[name]
  }
}
