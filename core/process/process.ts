// A supervised process: the requests that can be made of it, over its lifecycle and its logs.

import type { ProcessConfig } from '../../sdk/config.js'
import { Fault } from '../../sdk/faults.js'
import type {
  Process,
  ProcessDeadline,
  ProcessExit,
  ProcessGroup,
  ProcessInfo,
  RequestOptions,
} from '../../sdk/process.js'
import type { ProcessSnapshot } from '../../sdk/snapshot.js'
import { isRunning, isSignallable, isStopped, type ProcessState } from '../../sdk/states.js'
import type { Timer } from '../clock/port.js'
import * as messages from '../log/messages.js'
import type { ChildLog } from '../output/index.js'
import { CommandError } from './command.js'
import type { Engine } from './engine.js'
import { processInfo } from './info.js'
import { Lifecycle } from './lifecycle.js'
import { formatNamespec } from './namespec.js'
import { resumeProcess, snapshotProcess } from './snapshot.js'
import type { Settled } from './waiters.js'

const STOP_REPORT_MS = 2000

export class SupervisedProcess implements Process {
  readonly name: string
  readonly namespec: string
  readonly group: ProcessGroup
  readonly config: ProcessConfig
  readonly stdoutLog: ChildLog
  readonly stderrLog: ChildLog
  readonly lifecycle: Lifecycle
  readonly #engine: Engine
  #stopReport: Timer | null = null

  constructor(config: ProcessConfig, group: ProcessGroup, engine: Engine) {
    this.name = config.name
    this.namespec = formatNamespec(group.name, config.name)
    this.group = group
    this.config = config
    this.#engine = engine
    const before = engine.resume(group.name, config.name)
    this.stdoutLog = engine.output.createChildLog(config, 'stdout', before?.logs.stdout)
    this.stderrLog = engine.output.createChildLog(config, 'stderr', before?.logs.stderr)
    this.lifecycle = new Lifecycle(this, engine)
  }

  /** Takes up what another image of this program left. */
  resume(): void {
    const before = this.#engine.resume(this.group.name, this.name)
    if (before !== undefined) resumeProcess(this, before, this.#engine)
  }

  get state(): ProcessState {
    return this.lifecycle.state
  }

  get pid(): number {
    return this.lifecycle.pid
  }

  get startedAt(): number {
    return this.lifecycle.startedAt
  }

  get stoppedAt(): number {
    return this.lifecycle.stoppedAt
  }

  get exitStatus(): number | null {
    return this.lifecycle.exitStatus
  }

  get spawnError(): string | null {
    return this.lifecycle.spawnError
  }

  get lastExit(): ProcessExit | null {
    return this.lifecycle.lastExit
  }

  get deadline(): ProcessDeadline | null {
    return this.lifecycle.deadline.snapshot()
  }

  get hold(): string | null {
    return this.lifecycle.held.reason
  }

  get restarts(): number {
    return this.lifecycle.restarts
  }

  get backoff(): number {
    return this.lifecycle.backoff
  }

  get outputBytes(): number {
    return this.lifecycle.child?.outputBytes ?? 0
  }

  info(): ProcessInfo {
    return processInfo(this, this.#engine.clock.now())
  }

  /** At boot: starts what wants to be started and never was (LIFE-09). */
  autostart(): void {
    const { lifecycle } = this
    if (this.config.autostart && lifecycle.state === 'STOPPED' && lifecycle.startedAt === 0)
      lifecycle.input('start')
  }

  async start(options: RequestOptions = {}): Promise<void> {
    this.#checkCommand()
    const { lifecycle } = this
    // An explicit start begins the count of retries anew (EDGE-13).
    if (!isRunning(lifecycle.state) && lifecycle.state !== 'STOPPING') lifecycle.backoff = 0
    lifecycle.input('start')
    this.#engine.posix.reapNow(lifecycle.pid)
    if (this.config.startsecs <= 0 && lifecycle.state === 'STARTING') lifecycle.input('stayedUp')
    // It was RUNNING, however short: the answer must not depend on how soon its end is noticed.
    if (this.config.startsecs <= 0 && lifecycle.state === 'EXITED') return
    if (options.wait === false) {
      if (lifecycle.spawnError !== null) throw new Fault('SPAWN_ERROR', this.namespec)
      return
    }
    await lifecycle.waiters.until(() => this.#started())
  }

  async stop(options: RequestOptions = {}): Promise<void> {
    const { lifecycle } = this
    if (lifecycle.cancelHeldStart()) return
    lifecycle.input('stop')
    if (options.wait === false || isStopped(lifecycle.state)) return
    this.#reportStop()
    await this.untilStopped()
  }

  signal(signal: number): void {
    if (!isSignallable(this.state)) throw new Fault('NOT_RUNNING', this.namespec)
    const { posix, log } = this.#engine
    messages.sendingSignal(log, this.name, this.pid, posix.signalName(signal) ?? String(signal))
    const errno = posix.kill(this.pid, signal)
    if (errno === undefined) return
    if (errno !== 'ESRCH')
      throw new Fault('FAILED', `cannot signal ${this.namespec} (pid ${this.pid}): ${errno}`)
    messages.signalTooLate(log, this.name, this.pid, errno)
  }

  writeStdin(data: string | Uint8Array): void {
    const { child, state } = this.lifecycle
    if (child === null || state === 'STOPPING') throw new Fault('NOT_RUNNING', this.namespec)
    if (child.stdin === null) throw new Fault('NO_FILE', this.namespec)
    child.stdin.write(typeof data === 'string' ? Buffer.from(data, 'utf8') : data)
  }

  clearLogs(): void {
    this.stdoutLog.clear()
    this.stderrLog.clear()
  }

  release(): void {
    this.lifecycle.release()
  }

  /** Fulfilled once nothing of the process runs. */
  untilStopped(): Promise<void> {
    return this.lifecycle.waiters.until(() => (isStopped(this.state) ? true : undefined))
  }

  reopenLogs(): void {
    this.lifecycle.child?.reopenLogs()
  }

  /** The group is gone: nothing is planned any more. */
  close(): void {
    this.lifecycle.deadline.clear()
    this.#stopReport?.cancel()
  }

  snapshot(): ProcessSnapshot {
    return snapshotProcess(this, this.#engine)
  }

  /** The answer to a waiting start request (RPC-20). */
  #started(): Settled {
    const { state, spawnError, held } = this.lifecycle
    if (spawnError !== null) return new Fault('SPAWN_ERROR', this.namespec)
    if (state === 'RUNNING') return true
    if (state === 'STARTING' || held?.step === 'start') return undefined
    return new Fault('ABNORMAL_TERMINATION', this.namespec)
  }

  #checkCommand(): void {
    try {
      this.#engine.specs.findCommand(this.config)
    } catch (error) {
      if (error instanceof CommandError) throw new Fault(error.fault, error.message)
      throw error
    }
  }

  /** Says now and every two seconds that a request waits for the stop (MSG-04). */
  #reportStop(): void {
    if (this.#stopReport !== null) return
    messages.waitingForStop(this.#engine.log, this.name)
    this.#stopReport = this.#engine.clock.after(STOP_REPORT_MS, () => {
      this.#stopReport = null
      if (this.state === 'STOPPING') this.#reportStop()
    })
  }
}
