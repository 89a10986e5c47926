// A process that does as it is told, without a process of the system; its logs are files of the test.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readWindow, tailWindow } from '../../../core/output/log-reader.js'
import {
  Fault,
  isRunning,
  isStopped,
  type LogFile,
  PROCESS_STATES,
  type Process,
  type ProcessConfig,
  type ProcessGroup,
  type ProcessState,
} from '../../../sdk/index.js'
import { PROCESS_DEFAULTS } from '../process-defaults.js'

/** The parts of the posix port that reading logs needs, on node:fs. */
const files = {
  status: (path: string) =>
    existsSync(path) ? { kind: 'file', size: readFileSync(path).length } : { errno: 2 },
  open: (path: string) => {
    opened = readFileSync(path)
    return 3
  },
  readAt: (_fd: number, into: Buffer, length: number, position: number) => ({
    bytes: opened.copy(into, 0, position, position + length),
  }),
  close: () => undefined,
} as unknown as Parameters<typeof readWindow>[0]
let opened = Buffer.alloc(0)

export function fileLog(path: string | null): LogFile {
  return {
    path,
    read: (offset, length) => readWindow(files, path, offset, length),
    tail: (offset, length) => tailWindow(files, path, offset, length),
    clear() {
      if (path === null || !existsSync(path)) throw new Fault('NO_FILE', path ?? undefined)
      writeFileSync(path, '')
    },
  }
}

export interface FakeProcess extends Process {
  state: ProcessState
  readonly signals: number[]
  readonly stdin: string[]
  /** Faults that the next requests are answered with. */
  refuse: Fault | undefined
  /** Ends the pending start or stop. */
  settle(state: ProcessState): void
  /** Starts and stops settle by themselves unless this is set. */
  isSlow: boolean
}

export function createFakeProcess(
  name: string,
  group: ProcessGroup,
  overrides: Partial<ProcessConfig>,
  ask: (text: string) => void,
): FakeProcess {
  const config = { ...PROCESS_DEFAULTS, stderr_logfile: null, name, program: name, ...overrides }
  const namespec = group.name === name ? name : `${group.name}:${name}`
  let pending: ((state: ProcessState) => void) | undefined
  const refuseOr = <Result>(go: () => Result): Result => {
    const { refuse } = process
    process.refuse = undefined
    if (refuse !== undefined) throw refuse
    return go()
  }
  const become = (wanted: ProcessState, options?: { readonly wait?: boolean }) => {
    if (!process.isSlow) process.state = wanted
    if (!process.isSlow || options?.wait === false) return Promise.resolve()
    return new Promise<void>((resolve, reject) => {
      pending = (state) => {
        process.state = state
        if (state === wanted) resolve()
        else reject(new Fault('ABNORMAL_TERMINATION', namespec))
      }
    })
  }
  const process: FakeProcess = {
    name,
    namespec,
    group,
    config,
    state: 'STOPPED',
    pid: 0,
    startedAt: 0,
    stoppedAt: 0,
    exitStatus: null,
    spawnError: null,
    lastExit: null,
    deadline: null,
    restarts: 0,
    backoff: 0,
    outputBytes: 0,
    stdoutLog: fileLog(config.stdout_logfile === 'AUTO' ? '/tmp/none.log' : config.stdout_logfile),
    stderrLog: fileLog(config.stderr_logfile),
    signals: [],
    stdin: [],
    refuse: undefined,
    isSlow: false,
    settle: (state) => pending?.(state),
    info: () => ({
      name,
      group: group.name,
      start: 0,
      stop: 0,
      now: 1,
      state: PROCESS_STATES[process.state],
      statename: process.state,
      spawnerr: '',
      exitstatus: 0,
      logfile: '',
      stdout_logfile: '',
      stderr_logfile: '',
      pid: 0,
      description: 'Not started',
    }),
    async start(options) {
      ask(`start ${namespec} ${options?.wait}`)
      await refuseOr(() => {
        if (isRunning(process.state)) throw new Fault('ALREADY_STARTED', namespec)
        return become('RUNNING', options)
      })
    },
    async stop(options) {
      ask(`stop ${namespec} ${options?.wait}`)
      await refuseOr(() => {
        if (isStopped(process.state)) throw new Fault('NOT_RUNNING', namespec)
        return become('STOPPED', options)
      })
    },
    signal: (number) =>
      refuseOr(() => {
        if (process.state !== 'RUNNING') throw new Fault('NOT_RUNNING', namespec)
        process.signals.push(number)
      }),
    writeStdin: (data) =>
      refuseOr(() => {
        if (process.state !== 'RUNNING') throw new Fault('NOT_RUNNING', namespec)
        process.stdin.push(String(data))
      }),
    clearLogs: () => refuseOr(() => ask(`clear ${namespec}`)),
    release: () => undefined,
  }
  return process
}
