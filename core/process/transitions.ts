// The process state machine.
//
// A process is STOPPED until it is started. Starting spawns it and leaves it in STARTING: it must stay up for
// `startsecs` to become RUNNING. What fails before that (no spawn, an early exit) leads to BACKOFF, which waits and
// tries again, and after `startretries` to FATAL, which only a request leaves. A RUNNING process that ends by itself is
// EXITED; whether it is started again is policy, not part of this table. A stop request leads through STOPPING, which
// repeats a KILL whenever its deadline passes, to STOPPED. UNKNOWN is part of the interface and not entered: a signal
// that cannot be sent leaves the state as it is.
//
// Inputs come from requests (start, stop), from the system (spawnFailed, exitedEarly, exited, signalError), from the
// process's one timer (stayedUp in STARTING, timeout in BACKOFF, STOPPING and EXITED) and from policy (giveUp).

import type { ProcessState } from '../../sdk/states.js'

export const INPUTS = [
  'start',
  'spawnFailed',
  'stayedUp',
  'exitedEarly',
  'exited',
  'stop',
  'giveUp',
  'timeout',
  'signalError',
] as const

export type Input = (typeof INPUTS)[number]

/** What is done on the way; `ignore` does nothing, the `fail` ones refuse the request that caused the input. */
export const ACTIONS = [
  'spawn',
  'scheduleRetry',
  'enterRunning',
  'recordEarlyExit',
  'recordExit',
  'recordStop',
  'signalStop',
  'cancelRetry',
  'cancelRestart',
  'giveUp',
  'kill',
  'ignore',
  'failAlreadyStarted',
  'failStopping',
  'failUnknown',
  'failNotRunning',
  'failSignal',
] as const

/** What a plugin can hold back. */
export type HeldStep = 'start' | 'running' | 'stop'

export type Action = (typeof ACTIONS)[number]

export interface Transition {
  readonly to: ProcessState
  readonly action: Action
}

type Row = Readonly<Record<Input, Transition>>

const cell = (to: ProcessState, action: Action): Transition => ({ to, action })

/** A state's row: what is not named is ignored, a failed signal leaves the state as it is. */
function row(state: ProcessState, own: Partial<Record<Input, Transition>>): Row {
  const stay = cell(state, 'ignore')
  return {
    start: stay,
    spawnFailed: stay,
    stayedUp: stay,
    exitedEarly: stay,
    exited: stay,
    stop: stay,
    giveUp: stay,
    timeout: stay,
    signalError: cell(state, 'failSignal'),
    ...own,
  }
}

export const TRANSITIONS: Readonly<Record<ProcessState, Row>> = {
  STOPPED: row('STOPPED', {
    start: cell('STARTING', 'spawn'),
    stop: cell('STOPPED', 'failNotRunning'),
  }),
  STARTING: row('STARTING', {
    start: cell('STARTING', 'failAlreadyStarted'),
    spawnFailed: cell('BACKOFF', 'scheduleRetry'),
    stayedUp: cell('RUNNING', 'enterRunning'),
    exitedEarly: cell('BACKOFF', 'recordEarlyExit'),
    exited: cell('EXITED', 'recordExit'),
    stop: cell('STOPPING', 'signalStop'),
  }),
  RUNNING: row('RUNNING', {
    start: cell('RUNNING', 'failAlreadyStarted'),
    exited: cell('EXITED', 'recordExit'),
    stop: cell('STOPPING', 'signalStop'),
  }),
  BACKOFF: row('BACKOFF', {
    start: cell('BACKOFF', 'failAlreadyStarted'),
    stop: cell('STOPPED', 'cancelRetry'),
    giveUp: cell('FATAL', 'giveUp'),
    timeout: cell('STARTING', 'spawn'),
  }),
  STOPPING: row('STOPPING', {
    start: cell('STOPPING', 'failStopping'),
    exitedEarly: cell('STOPPED', 'recordStop'),
    exited: cell('STOPPED', 'recordStop'),
    stop: cell('STOPPING', 'failNotRunning'),
    timeout: cell('STOPPING', 'kill'),
  }),
  EXITED: row('EXITED', {
    start: cell('STARTING', 'spawn'),
    stop: cell('EXITED', 'cancelRestart'),
    timeout: cell('STARTING', 'spawn'),
  }),
  FATAL: row('FATAL', {
    start: cell('STARTING', 'spawn'),
    stop: cell('FATAL', 'failNotRunning'),
  }),
  UNKNOWN: row('UNKNOWN', {
    start: cell('UNKNOWN', 'failUnknown'),
    stop: cell('UNKNOWN', 'failNotRunning'),
  }),
}
