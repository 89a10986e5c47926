// One process's state machine at work: inputs go through the transition table, actions carry out what it says.

import { Fault, type FaultName } from '../../sdk/faults.js'
import type { StateChange } from '../../sdk/hooks.js'
import { isSignallable, type ProcessState } from '../../sdk/states.js'
import * as messages from '../log/messages.js'
import type { ChildExit } from '../posix/port.js'
import { type Child, SpawnFailure, spawnChild } from './child.js'
import { Deadline, type DeadlinePurpose } from './deadline.js'
import type { Engine } from './engine.js'
import { stateChangeEvent } from './events.js'
import { HeldBack } from './held-back.js'
import { backoffDelayMs, classifyExit, type ExitVerdict, killDelayMs, shouldGiveUp } from './policy.js'
import type { SupervisedProcess } from './process.js'
import { Respawn } from './respawn.js'
import { sendSignal } from './send-signal.js'
import { type Action, type Input, TRANSITIONS } from './transitions.js'
import { Waiters } from './waiters.js'

const SIGKILL = 9

/** What an input is about, where it is about something. */
interface Ending {
  readonly exit: ChildExit
  readonly verdict: ExitVerdict
}

export class Lifecycle {
  state: ProcessState = 'STOPPED'
  startedAt = 0
  stoppedAt = 0
  exitStatus: number | null = null
  spawnError: string | null = null
  lastExit: StateChange['exit'] = null
  restarts = 0
  backoff = 0
  child: Child | null = null
  /** Ended by request: neither retried nor restarted. */
  stopRequested = false
  /** Of the last spawn, on the monotonic clock. */
  spawnedAtMs = 0
  /** Of the stop under way. */
  killsSent = 0
  readonly waiters = new Waiters()
  readonly deadline: Deadline
  readonly respawn: Respawn
  readonly held: HeldBack

  readonly #process: SupervisedProcess
  readonly #engine: Engine

  constructor(process: SupervisedProcess, engine: Engine) {
    this.#process = process
    this.#engine = engine
    this.deadline = new Deadline(engine.clock)
    this.respawn = new Respawn(process, engine)
    this.held = new HeldBack(process, engine)
  }

  get pid(): number {
    return this.child?.pid ?? 0
  }

  /** Puts one input through the table. Throws the Fault with which it refuses a request. */
  input(input: Input, ending?: Ending): void {
    const { to, action } = TRANSITIONS[this.state][input]
    Lifecycle.#ACTIONS[action](this, to, ending)
  }

  /** The child has ended: its last output is logged before the end is. */
  exited(exit: ChildExit): void {
    const upMs = this.#engine.clock.monotonic() - this.spawnedAtMs
    const verdict = classifyExit(exit, upMs, this.#process.config, (signal) =>
      this.#engine.posix.signalName(signal),
    )
    this.child?.end()
    this.child = null
    this.deadline.clear()
    this.held.forget()
    this.stoppedAt = this.#engine.clock.now()
    const tooQuick = this.state === 'STARTING' && verdict.tooQuick
    // A process that stayed up long enough was RUNNING, even when its end is noticed first (LIFE-24).
    if (this.state === 'STARTING' && !tooQuick) this.#enter('RUNNING', exit.pid)
    this.lastExit = { pid: exit.pid, code: exit.code, signal: exit.signal, expected: verdict.expected }
    // Who waits for the start gets the answer that the deadline would have given.
    this.waiters.notify()
    this.input(tooQuick ? 'exitedEarly' : 'exited', { exit, verdict })
    this.waiters.notify()
  }

  /** Sets the process's one timer. */
  plan(purpose: DeadlinePurpose, delayMs: number): void {
    this.deadline.set(purpose, delayMs, () => {
      if (purpose === 'startsecs') return this.#stayUp()
      if (purpose !== 'kill' && this.#engine.state() !== 'RUNNING') return
      if (purpose !== 'kill') this.restarts += 1
      this.input('timeout')
    })
  }

  /** An end that is already known comes first (EDGE-04). */
  #stayUp(): void {
    this.#engine.posix.reapNow(this.pid)
    if (this.state === 'STARTING') this.input('stayedUp')
  }

  /** Ends a hold: the step that was held back is taken now. */
  release(): void {
    const step = this.held.end()
    if (step === 'start') this.input(this.state === 'BACKOFF' ? 'timeout' : 'start')
    else if (step === 'running') this.input('stayedUp')
    else if (step === 'stop') this.#signalStop()
  }

  /** A stop request for a start that is held back: there is nothing to stop yet. */
  cancelHeldStart(): boolean {
    if (this.held.step !== 'start') return false
    this.held.end()
    this.waiters.notify()
    return true
  }

  /** The supervisor stops: what only waits to be tried again is given up without a word (LIFE-20). */
  abandonRetry(): void {
    if (this.state !== 'BACKOFF') return
    this.deadline.clear()
    this.backoff = 0
    this.#enter('FATAL', 0)
    this.waiters.notify()
  }

  /** One table for all processes: what each action of the transition table does. */
  static readonly #ACTIONS: Readonly<
    Record<Action, (self: Lifecycle, to: ProcessState, ending?: Ending) => void>
  > = {
    spawn: (self, to) => self.#spawn(to),
    scheduleRetry: (self, to) => {
      self.backoff += 1
      self.#enter(to, 0)
      self.#planRetry()
    },
    enterRunning: (self, to) => {
      if (self.held.begin('running', self.#engine.hooks.runningDecision.call(self.#process))) return
      self.deadline.clear()
      self.backoff = 0
      self.#enter(to, self.pid)
      messages.success(self.#engine.log, self.#process.name, self.#process.config.startsecs)
      self.waiters.notify()
    },
    recordEarlyExit: (self, to, ending) => {
      self.spawnError = 'Exited too quickly (process log may have details)'
      self.exitStatus = null
      self.backoff += 1
      self.#enter(to, ending?.exit.pid ?? 0, true)
      messages.exited(self.#engine.log, self.#process.name, ending?.verdict.how ?? '', false)
      self.#planRetry()
    },
    recordExit: (self, to, ending) => {
      const { expected = false, status = -1, how = '' } = ending?.verdict ?? {}
      self.backoff = 0
      self.exitStatus = status
      self.spawnError = expected ? null : `Bad exit code ${status}`
      self.#enter(to, ending?.exit.pid ?? 0, true, expected)
      messages.exited(self.#engine.log, self.#process.name, how, expected)
      if (ending !== undefined) self.respawn.afterExit(ending.exit, ending.verdict, self.spawnedAtMs)
    },
    recordStop: (self, to, ending) => {
      const { expected = false, status = -1, how = '' } = ending?.verdict ?? {}
      self.exitStatus = status
      self.#enter(to, ending?.exit.pid ?? 0, true)
      messages.stopped(self.#engine.log, self.#process.name, how, expected)
    },
    signalStop: (self, to) => self.#beginStop(to),
    cancelRetry: (self, to) => {
      messages.killInBackoff(self.#engine.log, self.#process.name)
      self.deadline.clear()
      self.stopRequested = true
      self.#enter(to, 0)
      self.waiters.notify()
    },
    cancelRestart: (self) => {
      if (!self.respawn.cancel()) self.#refuse('NOT_RUNNING')
      self.stopRequested = true
      self.held.tell()
    },
    giveUp: (self, to) => {
      self.deadline.clear()
      self.backoff = 0
      self.#enter(to, 0)
      messages.gaveUp(self.#engine.log, self.#process.name)
      self.waiters.notify()
    },
    kill: (self) => {
      messages.killingHard(self.#engine.log, self.#process.name, self.pid)
      self.killsSent += 1
      self.#sendSignal(SIGKILL, self.#process.config.killasgroup)
      self.#planKill()
    },
    ignore: () => {},
    failAlreadyStarted: (self) => self.#refuse('ALREADY_STARTED'),
    failStopping: (self) => self.#refuse('ABNORMAL_TERMINATION'),
    failUnknown: (self) => {
      throw new Fault('FAILED', `${self.#process.name} is in an unknown process state`)
    },
    failNotRunning: (self) => self.#refuse('NOT_RUNNING'),
    failSignal: (self) => {
      throw new Fault('FAILED', `no permission to signal ${self.#process.namespec} (pid ${self.pid})`)
    },
  }

  #refuse(name: FaultName): never {
    throw new Fault(name, this.#process.namespec)
  }

  /** The state is new before anybody hears of it; the log line comes after (EVT-22). */
  #enter(to: ProcessState, pid: number, hasEnded = false, expected = false): void {
    const { hooks, clock } = this.#engine
    const change: StateChange = {
      process: this.#process,
      from: this.state,
      to,
      at: clock.now(),
      pid,
      tries: this.backoff,
      expected,
      exit: hasEnded ? this.lastExit : null,
    }
    this.state = to
    hooks.stateChange.call(change)
    this.#engine.emit(() => stateChangeEvent(change))
  }

  #spawn(to: ProcessState): void {
    const { clock, hooks, log } = this.#engine
    if (this.held.begin('start', hooks.startDecision.call(this.#process))) return
    this.deadline.clear()
    this.stopRequested = false
    this.spawnError = null
    this.exitStatus = null
    this.killsSent = 0
    this.startedAt = clock.now()
    this.spawnedAtMs = clock.monotonic()
    this.#enter(to, 0)
    try {
      this.child = spawnChild(this.#process, this.#engine)
    } catch (error) {
      if (!(error instanceof SpawnFailure)) throw error
      this.spawnError = error.message
      messages.spawnError(log, error.message)
      this.input('spawnFailed')
      return
    }
    messages.spawned(log, this.#process.name, this.pid)
    this.#engine.claim(this.pid, (exit) => this.exited(exit))
    this.plan('startsecs', this.#process.config.startsecs * 1000)
  }

  #planRetry(): void {
    if (shouldGiveUp(this.backoff, this.#process.config.startretries)) {
      this.input('giveUp')
      return
    }
    this.plan('retry', backoffDelayMs(this.backoff))
    this.waiters.notify()
  }

  #beginStop(to: ProcessState): void {
    // The change is told before the signal is sent (LIFE-16), so ask first whether it can be sent (EDGE-47).
    const { stopasgroup } = this.#process.config
    if (this.#engine.posix.kill(stopasgroup ? -this.pid : this.pid, 0) === 'EPERM') this.input('signalError')
    this.stopRequested = true
    this.killsSent = 0
    this.#enter(to, this.pid)
    this.#planKill()
    if (!this.held.begin('stop', this.#engine.hooks.stopDecision.call(this.#process))) this.#signalStop()
  }

  #signalStop(): void {
    if (!isSignallable(this.state)) return
    const { stopsignal, stopasgroup } = this.#process.config
    this.#sendSignal(stopsignal, stopasgroup)
  }

  #planKill(): void {
    this.plan('kill', killDelayMs(this.#process.config.stopwaitsecs, this.killsSent))
  }

  #sendSignal(signal: number, asGroup: boolean): void {
    sendSignal(this.#process.name, this.pid, signal, asGroup, this.#engine)
  }
}
