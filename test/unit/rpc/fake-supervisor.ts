// A supervisor without processes of the system: real hooks, contracts and sockets, and processes that do as told.

import type { Server } from 'node:net'
import { createSystemClock } from '../../../core/clock/system-clock.js'
import { createContracts } from '../../../core/contracts.js'
import { createHooks } from '../../../core/hooks.js'
import {
  type Config,
  EVENT_TYPES,
  Fault,
  type GroupConfig,
  type ListenError,
  LOG_LEVELS,
  type Logger,
  type LogLevel,
  type Plugin,
  type Process,
  type ProcessConfig,
  type ProcessGroup,
  type Section,
  type Supervisor,
  type SupervisorEvent,
  type SupervisorState,
} from '../../../sdk/index.js'
import { createFakeProcess, type FakeProcess, fileLog } from './fake-process.js'

/** A section as the config reader gives it. */
export function section(header: string, values: Readonly<Record<string, unknown>>): Section {
  const [kind, name = ''] = header.split(':') as [string, string?]
  const source = { file: '/test.conf', line: 1 }
  return { header, kind, name, values, source, locate: () => source }
}

/** Logs into an array of `level message`. */
export function arrayLogger(lines: string[], level: LogLevel): Logger {
  const enabled = (wanted: LogLevel) => LOG_LEVELS.indexOf(wanted) <= LOG_LEVELS.indexOf(level)
  const write = (at: LogLevel) => (message: string) => {
    if (enabled(at)) lines.push(`${at} ${message}`)
  }
  return {
    critical: write('critical'),
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    trace: write('trace'),
    blather: write('blather'),
    enabled,
  }
}

export interface FakeSupervisor extends Supervisor {
  state: SupervisorState
  readonly lines: string[]
  readonly requests: string[]
  readonly events: SupervisorEvent[]
  readonly modules: Map<string, unknown>
  add(name: string, config?: Partial<ProcessConfig>, group?: string): FakeProcess
  use(...plugins: Plugin[]): Promise<void>
  dispose(): Promise<void>
}

export function createFakeSupervisor(
  sections: readonly Section[] = [],
  level: LogLevel = 'trace',
  mainLogPath: string | null = null,
): FakeSupervisor {
  const lines: string[] = []
  const requests: string[] = []
  const events: SupervisorEvent[] = []
  const modules = new Map<string, unknown>()
  const groups = new Map<string, ProcessGroup>()
  const groupConfigs: GroupConfig[] = []
  const disposers: (() => void | Promise<void>)[] = []
  const log = arrayLogger(lines, level)
  const clock = createSystemClock()
  const services = { log, clock }
  const config = { file: '/test.conf', here: '/', sections, groups: groupConfigs, notices: [] }
  const ask = (text: string) => void requests.push(text)

  const supervisor: FakeSupervisor = {
    version: '0.1.0',
    pid: 4242,
    identifier: 'supervisor',
    state: 'RUNNING',
    config: config as unknown as Config,
    lastReadConfig: config as unknown as Config,
    hooks: createHooks(services),
    eventTypes: new Map(Object.entries(EVENT_TYPES)),
    clock,
    log,
    syslog: { write() {} },
    lines,
    requests,
    events,
    modules,
    mainLog: fileLog(mainLogPath),
    groups,
    contract: createContracts(services),
    plugins: [],
    credit() {},
    openListenSocket: () => {
      throw new Error('this supervisor opens no sockets')
    },
    resolve(namespec) {
      const [groupName, processName] = namespec.includes(':')
        ? (namespec.split(':', 2) as [string, string])
        : [namespec, namespec]
      const group = groups.get(groupName)
      if (group === undefined) throw new Fault('BAD_NAME', namespec)
      if (processName === '*' || processName === '') return { group, process: null }
      const process = group.processes.get(processName)
      if (process === undefined) throw new Fault('BAD_NAME', namespec)
      return { group, process }
    },
    processesByPriority: () =>
      [...groups.values()]
        .flatMap((group) => [...group.processes.values()])
        .sort((a, b) => a.config.priority - b.config.priority),
    reread: () => ({ added: ['a'], changed: [], removed: ['r'] }),
    previewConfig: () => {
      throw new Error('not needed here')
    },
    addGroup(name) {
      if (groups.has(name)) throw new Fault('ALREADY_ADDED', name)
      throw new Fault('BAD_NAME', name)
    },
    removeGroup(name) {
      if (!groups.has(name)) throw new Fault('BAD_NAME', name)
      throw new Fault('STILL_RUNNING', name)
    },
    openLines: () => {
      throw new Error('not needed here')
    },
    openSink: () => {
      throw new Error('not needed here')
    },
    readProgram: () => [],
    addProcess: () => {
      throw new Error('not needed here')
    },
    removeProcess: () => {
      throw new Error('not needed here')
    },
    shutdown() {
      ask('shutdown')
      supervisor.state = 'SHUTDOWN'
    },
    async restart() {
      ask('restart')
      supervisor.state = 'RESTARTING'
    },
    reopenLogs: () => ask('reopenLogs'),
    emit: (create) => void events.push(create()),
    nextSerial: () => 0,
    usage: async () => null,
    runCommand: async () => ({ code: 0, signal: null, timedOut: false, output: '' }),
    signalNumber: (text) => ({ HUP: 1, SIGHUP: 1, '1': 1, TERM: 15, '15': 15 })[text],
    listen: (server, address) => listen(server, address),
    follow: (followed, position, onBytes) => {
      let at = position
      let isPaused = false
      const timer = setInterval(() => {
        const { offset } = followed.tail(0, 0)
        if (isPaused || offset <= at) return
        const bytes = followed.read(at, Math.min(65_536, offset - at))
        at += bytes.length
        isPaused = !onBytes(bytes, at)
      }, 2)
      return {
        resume: () => {
          isPaused = false
        },
        close: () => clearInterval(timer),
      }
    },
    async loadModule(specifier) {
      const found = modules.get(specifier)
      if (found instanceof Error) throw found
      return found
    },
    resumed: () => undefined,
    snapshot: () => {
      throw new Error('not needed here')
    },
    add(name, overrides = {}, groupName = name) {
      let group = groups.get(groupName)
      if (group === undefined) {
        const made = {
          name: groupName,
          config: { name: groupName, kind: 'program', priority: 999, processes: [] as ProcessConfig[] },
          processes: new Map<string, Process>(),
        }
        group = made as unknown as ProcessGroup
        groups.set(groupName, group)
        groupConfigs.push(group.config)
      }
      const process = createFakeProcess(name, group, overrides, ask)
      ;(group.processes as Map<string, Process>).set(name, process)
      ;(group.config.processes as ProcessConfig[]).push(process.config)
      return process
    },
    async use(...plugins) {
      for (const plugin of plugins) {
        const own = sections.filter((one) => Object.hasOwn(plugin.sections ?? {}, one.kind))
        const disposer = await plugin.apply(supervisor, { sections: own, values: {} })
        if (disposer !== undefined) disposers.unshift(disposer)
      }
    },
    async dispose() {
      for (const disposer of disposers.splice(0)) await disposer()
    },
  }
  return supervisor
}

function listen(server: Server, address: Parameters<Supervisor['listen']>[1]): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const failure = Object.assign(new Error(error.message), {
        code: 'REEVE_LISTEN' as const,
        errno: error.code ?? null,
        errnoNumber: error.errno === undefined ? null : -error.errno,
      })
      reject(failure satisfies ListenError)
    })
    if (address.kind === 'unix') server.listen(address.path, () => resolve())
    else server.listen(address.port, address.host, () => resolve())
  })
}

/** The sections of a daemon with one unix server and the main RPC interface. */
export function standardSections(
  path: string,
  server: Readonly<Record<string, unknown>> = {},
): readonly Section[] {
  return [
    section('unix_http_server', { file: path, chmod: 0o700, ...server }),
    section('rpcinterface:supervisor', {
      'supervisor.rpcinterface_factory': 'supervisor.rpcinterface:make_main_rpcinterface',
    }),
  ]
}

/** Runs the hooks of a start. */
export async function boot(supervisor: Supervisor): Promise<void> {
  await supervisor.hooks.open.promise(supervisor)
  await supervisor.hooks.boot.promise(supervisor)
  await supervisor.hooks.ready.promise(supervisor)
}
