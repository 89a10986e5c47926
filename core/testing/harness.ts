// A whole supervisor on the fake ports: a config text goes in, the test lets time pass and children act.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Plugin } from '../../sdk/plugin.js'
import type { Process } from '../../sdk/process.js'
import type { SupervisorSnapshot } from '../../sdk/snapshot.js'
import type { Supervisor } from '../../sdk/supervisor.js'
import type { XmlRpcValue } from '../../sdk/xmlrpc/values.js'
import { createLogger, createSyslog, logOptions } from '../log/index.js'
import { createModuleLoader } from '../module-loader.js'
import { createLogFiles } from '../output/index.js'
import { readSetup } from '../setup.js'
import { type Outcome, SupervisorCore } from '../supervisor.js'
import type { FakeChild } from './fake-children.js'
import { createFakeClock, type FakeClock } from './fake-clock.js'
import { createFakePosix, type FakePosix } from './fake-posix.js'
import { findLeaks, watchResources } from './leaks.js'
import { createMemoryServers } from './memory-servers.js'

export interface HarnessOptions {
  /** The plugins, in order; those that the config names come after them. */
  readonly plugins?: readonly Plugin[]
  /** What children start from, and what `%(ENV_x)s` finds. */
  readonly environment?: Readonly<Record<string, string>>
  /** Decides how each new child behaves. */
  readonly onSpawn?: (child: FakeChild) => void
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
  /** Replaces the config file, for a reread. */
  setConfig(text: string): void
  /**
   * Calls an XML-RPC method through the HTTP server of the config, over memory. Rejects with a Fault's text for a
   * fault. Where the answer needs time, call `advance` before waiting for it.
   */
  rpc(method: string, ...parameters: readonly XmlRpcValue[]): Promise<XmlRpcValue>
  /** Sends any request to the HTTP server of the config. */
  request(
    method: string,
    path: string,
    body?: string | Buffer,
  ): Promise<{ readonly status: number; readonly body: string }>
  /**
   * Another image of the program takes over, as after an exec: the same clock, children and descriptors, and what
   * `snapshot()` said, by way of JSON. This harness is of no more use then.
   */
  replaceImage(): Promise<Harness>
  /** Shuts down, undoes everything, and throws when anything is left. */
  stop(): Promise<void>
}

/** A shutdown may wait for stopwaitsecs of many groups; after this it hangs. */
const LONGEST_SHUTDOWN_MS = 3_600_000
const STEP_MS = 1_000
/** Real turns of the event loop that something may take which needs no time, for example to import a module. */
const MAXIMUM_TURNS = 500_000

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
  const resources = watchResources()
  const { clock, posix } = ground
  if (options.onSpawn !== undefined) posix.children.onSpawn = options.onSpawn
  const here = mkdtempSync(join(tmpdir(), 'reeve-harness-'))
  const file = join(here, 'supervisord.conf')
  posix.files.addDirectory(here)
  writeFileSync(file, configText)

  const folders = [...ground.undo, () => rmSync(here, { recursive: true })]
  const undo = [...folders]
  const undoAll = async () => {
    for (const one of undo.splice(0).reverse()) await one()
  }

  try {
    const environment = options.environment ?? { PATH: '/usr/bin:/bin' }
    const request = createRequest(file, here, environment)
    const modules = createModuleLoader({ here, clock })
    const setup = () => readSetup({ request, standard: options.plugins ?? [], modules })
    const first = await drive(clock, setup())
    const { config } = first
    const files = createLogFiles({ posix, clock })
    const syslog = createSyslog({ posix, clock })
    const log = createLogger({ posix, clock, files, ...logOptions(config.supervisord, syslog), echo: false })
    undo.push(() => log.close())
    syslog.reportTo(log.logger)
    undo.push(() => syslog.close())
    for (const { level, text } of config.notices) log.logger[level](text)
    const servers = createMemoryServers()
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
    const ended = supervisor.run()
    // Whoever looks at it sees the failure; nobody has to.
    ended.catch(() => {})
    await clock.run()

    const processOf = (namespec: string): Process => {
      const { process } = supervisor.resolve(namespec)
      if (process === null) throw new Error(`${namespec} is a group`)
      return process
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
      setConfig: (text) => writeFileSync(file, text),
      rpc: (method, ...parameters) => pump(clock, servers.call(method, parameters)),
      request: (method, path, body) => pump(clock, servers.request(method, path, body)),
      replaceImage() {
        const resume = JSON.parse(JSON.stringify(supervisor.snapshot())) as SupervisorSnapshot
        clock.forget()
        const sockets = resume.sockets.map(({ fd }) => fd)
        posix.exec([...sockets, ...resume.processes.flatMap(({ fds }) => Object.values(fds))])
        return boot(configText, options, { clock, posix, undo: folders, resume })
      },
      async stop() {
        supervisor.shutdown()
        try {
          await untilEnd(clock, ended)
        } finally {
          await undoAll()
        }
        const left = [...findLeaks({ clock, posix }), ...(await resources())]
        if (left.length > 0) throw new Error(`the run left behind:\n  ${left.join('\n  ')}`)
      },
    }
  } catch (error) {
    await undoAll()
    throw error
  }
}

function createRequest(file: string, here: string, environment: Readonly<Record<string, string>>) {
  return {
    file,
    environment,
    commandLine: { overrides: { nodaemon: true }, plugins: [] },
    accounts: {
      lookupUser: (user: string | number) =>
        USERS.find(({ name, uid }) => user === name || Number(user) === uid),
      lookupGroup: (group: string | number) =>
        USERS.find(({ name, gid }) => group === name || Number(group) === gid),
    },
    hostNodeName: 'host.example',
    tempDirectory: here,
    workingDirectory: here,
  }
}

const USERS = [
  { name: 'root', uid: 0, gid: 0, home: '/root' },
  { name: 'www', uid: 33, gid: 33, home: '/var/www' },
  { name: 'operator', uid: 1_000, gid: 1_000, home: '/home/operator' },
]

/** `2026-01-31 10:20:30,123 INFO text` without its time. */
function withoutTime(line: string): readonly string[] {
  return line === '' ? [] : [line.replace(/^\S+ \S+ /, '')]
}

/** Turns the event loop until `work` is settled; no time passes. */
async function drive<Result>(clock: FakeClock, work: Promise<Result>): Promise<Result> {
  let isSettled = false
  const settle = () => {
    isSettled = true
  }
  work.then(settle, settle)
  for (let turn = 0; !isSettled; turn++) {
    if (turn > MAXIMUM_TURNS)
      throw new Error('it does not settle; if it needs time to pass, call advance meanwhile')
    await clock.run()
  }
  return work
}

/** The same in the background, for what the test may have to let time pass for. */
function pump<Result>(clock: FakeClock, work: Promise<Result>): Promise<Result> {
  const driven = drive(clock, work)
  // The test may look at the outcome only after it let time pass.
  driven.catch(() => {})
  return driven
}

async function untilEnd(clock: FakeClock, ended: Promise<unknown>): Promise<void> {
  let isOver = false
  const settle = () => {
    isOver = true
  }
  ended.then(settle, settle)
  for (let passed = 0; !isOver; passed += STEP_MS) {
    if (passed > LONGEST_SHUTDOWN_MS) throw new Error('the shutdown never ends: a child does not go away')
    await clock.run(passed === 0 ? 0 : STEP_MS)
  }
}
