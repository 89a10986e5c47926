// Starts a supervisor of either kind in the foreground, and everything a test does with it afterwards.

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Address, type HttpAnswer, type RequestOptions, request } from './address.js'
import { Lines } from './lines.js'
import { closeInputs, openPipe, type Pipe } from './pipes.js'
import { kill } from './processes.js'
import { type RunResult, run } from './run.js'
import { Scratch } from './scratch.js'
import { executable, type Kind, type Program, requireParts } from './systems.js'
import { DEADLINE_MS, waitFor, within } from './wait.js'
import { type Credentials, call, type Outcome, type Value } from './xmlrpc.js'

export interface DaemonOptions {
  readonly kind: Kind
  /** Sections to add to the base configuration; a key given again wins. With `bare` the whole file. */
  readonly config: string
  readonly bare?: boolean
  readonly args?: readonly string[]
  /** The folder of the executables, where it is not the usual one of the kind. */
  readonly programs?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly user?: { readonly uid: number; readonly gid: number }
  /** The working directory; the scratch folder unless given. */
  readonly directory?: string
  /** A folder that the test has filled already; it stays the test's to remove. */
  readonly scratch?: Scratch
  /** Where the daemon listens, when the configuration says otherwise than the base. */
  readonly address?: Address
  readonly credentials?: Credentials
  /** Return when it runs, without waiting for the line that says so. */
  readonly unready?: boolean
  /** Its stdout and stderr are pipes, as in a container. */
  readonly pipes?: boolean
  /** How long the start, the end and an XML-RPC call may take. */
  readonly deadlineMs?: number
}

/** What every scenario starts from: a unix socket, the standard interface, all files in the scratch folder. */
export const BASE_CONFIG = `[unix_http_server]
file=%(here)s/s.sock
[supervisord]
logfile=%(here)s/main.log
pidfile=%(here)s/main.pid
childlogdir=%(here)s/logs
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://%(here)s/s.sock
`

/** Writes the configuration and its log folder; returns the file's path. */
export function writeConfig(scratch: Scratch, config: string, bare = false): string {
  scratch.folder('logs')
  return scratch.write('c.conf', bare ? config : `${BASE_CONFIG}${config}\n`)
}

export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  requireParts(options.kind)
  const scratch = options.scratch ?? new Scratch()
  const file = writeConfig(scratch, options.config, options.bare)
  if (options.user !== undefined) scratch.giveTo(options.user)
  const pipes = options.pipes === true ? [openPipe(scratch), openPipe(scratch)] : []
  const child = spawn(programOf(options, 'supervisord'), ['-n', '-c', file, ...(options.args ?? [])], {
    cwd: options.directory ?? scratch.path,
    env: { ...process.env, ...options.environment, ...scratch.mark },
    // A group of its own, as from a shell: a Ctrl-C at the test run must not reach it before the cleanup does.
    detached: true,
    stdio: ['ignore', pipes[0]?.input ?? 'pipe', pipes[1]?.input ?? 'pipe'],
    ...options.user,
  })
  closeInputs(pipes)
  const daemon = new Daemon(options, scratch, child, pipes)
  if (options.unready !== true) {
    try {
      await daemon.ready()
    } catch (error) {
      await daemon.close()
      throw error
    }
  }
  return daemon
}

function programOf({ kind, programs }: DaemonOptions, program: Program): string {
  return programs === undefined ? executable(kind, program) : join(programs, program)
}

export interface ProcessInfo {
  readonly [field: string]: Value
  readonly name: string
  readonly group: string
  readonly statename: string
  readonly pid: number
}

export class Daemon {
  readonly kind: Kind
  readonly scratch: Scratch
  /** The activity log, which a daemon in the foreground repeats on its stdout. */
  readonly log: Lines
  readonly stderr: Lines
  /** Resolves with the exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>
  readonly address: Address
  readonly pid: number
  readonly #options: DaemonOptions
  #hasExited = false

  constructor(options: DaemonOptions, scratch: Scratch, child: ChildProcess, pipes: readonly Pipe[] = []) {
    const stdout = pipes[0]?.output ?? child.stdout
    const stderr = pipes[1]?.output ?? child.stderr
    if (stdout === null || stderr === null) throw new Error('the daemon has no output')
    this.#options = options
    this.kind = options.kind
    this.scratch = scratch
    this.log = new Lines(stdout)
    this.stderr = new Lines(stderr)
    this.pid = child.pid ?? 0
    this.address = options.address ?? { socketPath: scratch.at('s.sock') }
    this.exited = new Promise((resolve) => {
      child.on('error', () => resolve(null))
      child.on('exit', (code) => {
        this.#hasExited = true
        resolve(code)
      })
    })
  }

  /** The lines of its log so far: of its file and its standard output, whichever is further on. */
  get written(): string[] {
    if (!this.scratch.has('main.log')) return this.log.all
    const inFile = this.scratch.read('main.log').replace(/\n$/, '').split('\n')
    return inFile.length > this.log.all.length ? inFile : this.log.all
  }

  /** Those of them that match. What the daemon has answered or done is there; its output may come later. */
  matching(pattern: RegExp): string[] {
    return this.written.filter((line) => pattern.test(line))
  }

  get isRunning(): boolean {
    return !this.#hasExited
  }

  async ready(): Promise<void> {
    try {
      await this.log.waitFor(/supervisord started with pid/, 1, this.#options.deadlineMs)
    } catch (failure) {
      if (!this.log.hasEnded) throw failure
      const code = await within(this.exited, { what: 'the daemon to exit after closing its stdout' })
      await this.stderr.end
      throw new Error(`the daemon ended with ${code}:\n${this.log.text}${this.stderr.text}`)
    }
  }

  /** Waits for log lines. Keeps the real Supervisor's once-a-second loop turning meanwhile. */
  async logged(pattern: RegExp, count = 1): Promise<string> {
    const stop = this.#nudge()
    try {
      return await this.log.waitFor(pattern, count)
    } finally {
      stop()
    }
  }

  /** Waits for the end of the daemon and returns its exit code. */
  async exit(): Promise<number | null> {
    const stop = this.#nudge()
    try {
      return await within(this.exited, {
        what: 'the daemon to exit',
        instead: () => this.log.text,
        deadlineMs: this.#options.deadlineMs ?? DEADLINE_MS,
      })
    } finally {
      stop()
    }
  }

  /** Calls `supervisor.{method}`, or a full name with a dot. */
  call(method: string, ...params: readonly Value[]): Promise<Outcome> {
    const name = method.includes('.') ? method : `supervisor.${method}`
    return call(this.address, name, params, this.#options)
  }

  /** Like `call`, for a call that must succeed. */
  async ask(method: string, ...params: readonly Value[]): Promise<Value> {
    const outcome = await this.call(method, ...params)
    if ('fault' in outcome) throw new Error(`${method}: fault ${outcome.fault} ${outcome.text}`)
    return outcome.value
  }

  async info(name: string): Promise<ProcessInfo> {
    return (await this.ask('getProcessInfo', name)) as ProcessInfo
  }

  /** Waits until a process is in one of these states, and returns its info. */
  async until(name: string, ...states: readonly string[]): Promise<ProcessInfo> {
    let last = ''
    return waitFor(
      async () => {
        const info = await this.info(name)
        last = info.statename
        return states.includes(last) && info
      },
      {
        what: `${name} to be ${states.join(' or ')}`,
        everyMs: 40,
        instead: () => `it was ${last}; log:\n${this.log.text}${this.stderr.text}`,
      },
    )
  }

  /** Runs supervisorctl of the same kind, or of the other one. */
  control(args: readonly string[], kind: Kind = this.kind): Promise<RunResult> {
    const program =
      kind === this.kind ? programOf(this.#options, 'supervisorctl') : executable(kind, 'supervisorctl')
    return run(program, ['-c', this.scratch.at('c.conf'), ...args], {
      directory: this.scratch.path,
      environment: this.scratch.mark,
    })
  }

  http(method: string, path: string, options?: RequestOptions): Promise<HttpAnswer> {
    return request(this.address, method, path, options)
  }

  signal(signal: NodeJS.Signals): void {
    kill(this.pid, signal)
  }

  /** Ends the daemon and everything it started; removes the scratch folder unless the test brought it. */
  async close(): Promise<void> {
    this.signal('SIGKILL')
    await this.exited
    if (this.#options.scratch === undefined) await this.scratch.remove()
  }

  // A request wakes the reference's poll, so that it sees exits and deadlines in tenths of a second instead of one.
  // Ours must not need that.
  #nudge(): () => void {
    if (this.kind !== 'supervisor') return () => {}
    const timer = setInterval(() => void this.call('getState').catch(() => {}), 100)
    return () => clearInterval(timer)
  }
}
