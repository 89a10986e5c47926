// A whole supervisor on the fake ports: a config text goes in, the test lets time pass and children act.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CtlPlugin } from '../../sdk/contracts/ctl.js'
import type { Plugin } from '../../sdk/plugin.js'
import type { Process } from '../../sdk/process.js'
import type { SupervisorSnapshot } from '../../sdk/snapshot.js'
import type { Supervisor } from '../../sdk/supervisor.js'
import type { XmlRpcValue } from '../../sdk/xmlrpc/values.js'
import type { BuiltInCtlPlugins } from '../ctl/plugin-loader.js'
import { createLogger, createSyslog, logOptions } from '../log/index.js'
import { createModuleLoader } from '../modules/module-loader.js'
import { offersOwnSdk } from '../modules/own-sdk.js'
import { createLogFiles } from '../output/index.js'
import { readSetup } from '../setup.js'
import { SupervisorCore } from '../supervisor.js'
import type { Outcome } from '../supervisor-parts.js'
import { type CtlAnswer, type CtlRun, createCtlRunner } from './ctl-runner.js'
import { drive, driveWithin, pump, untilEnd } from './drive.js'
import type { FakeChild } from './fake-children.js'
import { createFakeClock, type FakeClock } from './fake-clock.js'
import { createFakePosix, type FakePosix } from './fake-posix.js'
import { findLeaks } from './leaks.js'
import { createMemoryServers, type HttpAnswer, type HttpRequest } from './memory-servers.js'
import { watchResources } from './resources.js'
import { surroundings } from './surroundings.js'

export interface HarnessOptions {
  /** The plugins, in order; those that the config names come after them. */
  readonly plugins?: readonly Plugin[]
  /** The plugins of supervisorctl, in order; those that the config names come after them. */
  readonly ctlPlugins?: readonly CtlPlugin[]
  /** Those that a `[ctlplugin:x]` section can name without a module. */
  readonly builtInCtlPlugins?: BuiltInCtlPlugins
  /** What children start from, and what `%(ENV_x)s` finds. */
  readonly environment?: Readonly<Record<string, string>>
  /** Decides how each new child behaves. */
  readonly onSpawn?: (child: FakeChild) => void
  /** What a text for the config file becomes, at boot and by `setConfig`. Left out, the file has it as it is. */
  readonly completeConfig?: (text: string) => string
}

export interface Harness {
  readonly supervisor: Supervisor
  readonly clock: FakeClock
  readonly posix: FakePosix
  /** The folder of the config file: `%(here)s`. It exists on the disk and among the fake files. */
  readonly here: string
  /** How the run ended. */
  readonly ended: Promise<Outcome>
  /** Lets time pass, with everything that happens in it. 0 lets only what is due happen. */
  advance(ms: number): Promise<void>
  process(namespec: string): Process
  /** The running child of a process. */
  child(namespec: string): FakeChild
  /** The daemon's log lines as `LEVEL text`. */
  log(): readonly string[]
  /** Replaces the config file, for a reread. What `bootSupervisor` adds to a text is added to this one too. */
  setConfig(text: string): void
  /**
   * Calls an XML-RPC method through the HTTP server of the config, over memory. Rejects with an RpcFault for a
   * fault. Where the answer needs time, call `advance` before waiting for it.
   */
  rpc(method: string, ...parameters: readonly XmlRpcValue[]): Promise<XmlRpcValue>
  /** Sends any request to the HTTP server of the config, and waits for the whole answer. */
  request(method: string, path: string, request?: HttpRequest | string | Buffer): Promise<HttpAnswer>
  /** Runs one line of supervisorctl against this supervisor, with the plugins that the config names. */
  ctl(line: string, run?: CtlRun): Promise<CtlAnswer>
  /**
   * A unix socket that leads to the HTTP server of the config, as a serverurl, for what connects by itself: a client, a
   * browser, an answer that goes on. Wait for what comes through it with `settle`, as nothing happens here otherwise.
   */
  serverurl(): Promise<string>
  /** Lets happen what is due until `work` is settled. No time passes. */
  settle<Result>(work: Promise<Result>): Promise<Result>
  /**
   * Another image of the program takes over, as after an exec: the same clock, children and descriptors, and what
   * `snapshot()` said, by way of JSON. This harness is of no more use then.
   */
  replaceImage(): Promise<Harness>
  /**
   * Shuts down, undoes everything, and rejects when anything is left, naming it: timers, sockets, servers and listeners of
   * `process` by the line that made them, descriptors by what they lead to, children by their command. A second call
   * does nothing.
   */
  stop(): Promise<void>
}

/** Boots a supervisor and starts its programs. Rejects as the daemon would: ConfigError, PluginError. */
export function createHarness(configText: string, options: HarnessOptions = {}): Promise<Harness> {
  const clock = createFakeClock()
  return boot(configText, options, { clock, posix: createFakePosix({ clock }), undo: [] })
}

/** What an image of the program finds: the ports, and what an earlier image left. */
interface Ground {
  readonly clock: FakeClock
  readonly posix: FakePosix
  readonly undo: (() => Promise<void> | void)[]
  readonly resume?: SupervisorSnapshot
}

async function boot(configText: string, options: HarnessOptions, ground: Ground): Promise<Harness> {
  let resources = watchResources()
  const hadSdk = offersOwnSdk()
  const { clock, posix } = ground
  if (options.onSpawn !== undefined) posix.children.onSpawn = options.onSpawn
  const here = mkdtempSync(join(tmpdir(), 'reeve-harness-'))
  const file = join(here, 'supervisord.conf')
  posix.files.addDirectory(here)
  const setConfig = (text: string) => writeFileSync(file, options.completeConfig?.(text) ?? text)
  setConfig(configText)

  const folders = [...ground.undo, () => rmSync(here, { recursive: true, force: true })]
  const undo = [...folders]
  const undoAll = async () => {
    for (const one of undo.splice(0).reverse()) await one()
  }

  try {
    const environment = options.environment ?? { PATH: '/usr/bin:/bin' }
    const request = surroundings(file, here, environment)
    const modules = createModuleLoader({ here, clock })
    const setup = () => readSetup({ request, standard: options.plugins ?? [], modules })
    const first = await drive(clock, setup())
    // A thread of the program, which stays: no plugin left it behind.
    if (offersOwnSdk() !== hadSdk) {
      resources.stop()
      resources = watchResources()
    }
    const { config } = first
    const files = createLogFiles({ posix, clock })
    const syslog = createSyslog({ posix, clock })
    const log = createLogger({ posix, clock, files, ...logOptions(config.supervisord, syslog), echo: false })
    undo.push(() => log.close())
    syslog.reportTo(log.logger)
    undo.push(() => syslog.close())
    for (const { level, text } of config.notices) log.logger[level](text)
    const servers = createMemoryServers()
    undo.push(() => drive(clock, servers.close()))
    const supervisor = new SupervisorCore({
      posix,
      clock,
      log,
      syslog,
      files,
      ...first,
      readSetup: setup,
      modules,
      environment,
      bind: servers.bind,
      ...(ground.resume === undefined ? {} : { resume: ground.resume }),
    })
    undo.push(() => drive(clock, supervisor.dispose()))
    await drive(clock, supervisor.boot())
    // The last tap of the hook: behind it the programs are started.
    const ready = new Promise<void>((resolve) => supervisor.hooks.ready.tap('harness', () => resolve()))
    const ended = supervisor.run()
    // Whoever looks at it sees the failure; nobody has to.
    ended.catch(() => {})
    await drive(clock, Promise.race([ready, ended]))
    await clock.run()

    const processOf = (namespec: string): Process => {
      const { process } = supervisor.resolve(namespec)
      if (process === null) throw new Error(`${namespec} is a group`)
      return process
    }
    const serverurl = () => servers.serverurl(here)
    const runCtl = createCtlRunner({ ...options, file, environment, serverurl })
    let stopping: Promise<void> | undefined
    const end = async () => {
      supervisor.shutdown()
      try {
        await untilEnd(clock, ended)
      } finally {
        await undoAll()
      }
      const left = [...findLeaks({ clock, posix }), ...(await resources())]
      if (left.length > 0) throw new Error(`the run left behind:\n  ${left.join('\n  ')}`)
    }
    return {
      supervisor,
      clock,
      posix,
      here,
      ended,
      advance: (ms) => clock.run(ms),
      process: processOf,
      child(namespec) {
        const { pid } = processOf(namespec)
        const child = posix.children.all.findLast((one) => one.pid === pid)
        if (child === undefined) throw new Error(`${namespec} has no child`)
        return child
      },
      log: () => (posix.files.text(config.supervisord.logfile) ?? '').split('\n').flatMap(withoutTime),
      setConfig,
      rpc: (method, ...parameters) => pump(clock, servers.call(method, parameters)),
      request: (method, path, request) => pump(clock, servers.request(method, path, request)),
      ctl: async (line, run = {}) => {
        try {
          return await driveWithin(clock, run.withinMs ?? 0, runCtl(line, run))
        } catch (error) {
          // Its request would keep the program of the test alive.
          servers.disconnect()
          throw error
        }
      },
      serverurl,
      settle: (work) => drive(clock, work),
      replaceImage() {
        resources.stop()
        const resume = JSON.parse(JSON.stringify(supervisor.snapshot())) as SupervisorSnapshot
        clock.forget()
        const sockets = resume.sockets.map(({ fd }) => fd)
        posix.exec([...sockets, ...resume.processes.flatMap(({ fds }) => Object.values(fds))])
        return boot(configText, options, { clock, posix, undo: folders, resume })
      },
      stop() {
        stopping ??= end().finally(resources.stop)
        return stopping
      },
    }
  } catch (error) {
    resources.stop()
    await undoAll()
    throw error
  }
}

/** `2026-01-31 10:20:30,123 INFO text` without its time. */
function withoutTime(line: string): readonly string[] {
  return line === '' ? [] : [line.replace(/^\S+ \S+ /, '')]
}
