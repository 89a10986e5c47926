// The listener state machine: what a pool's process may do when (EVP-15..20).
//
// A listener begins ACKNOWLEDGED and says READY when it wants an event. A READY listener is BUSY from the moment an
// event is delivered until it has sent a whole result; the handler's verdict decides whether the event is done or goes
// back to the pool. One that asked for events ahead is given more while it is BUSY, and is so again as soon as it is
// READY, as long as one is unanswered. Whatever does not belong into a state ends in UNKNOWN, which only a restart of
// the process leaves: it runs on, and gets no events.

/** Supervisor's names, with the numbers that it gives them. */
export const LISTENER_STATES = { READY: 10, BUSY: 20, ACKNOWLEDGED: 30, UNKNOWN: 40 } as const

export type ListenerState = keyof typeof LISTENER_STATES

export const LISTENER_INPUTS = [
  // It says READY.
  'ready',
  // It sends something else than the state allows.
  'noise',
  // The pool wrote an event to it.
  'delivered',
  // The handler's verdicts on a result.
  'accepted',
  'rejected',
  'failed',
  // Its RESULT line cannot be read.
  'badResult',
  // Its process is gone.
  'ended',
] as const

export type ListenerInput = (typeof LISTENER_INPUTS)[number]

/** What is done with the event on the way. */
export type ListenerAction = 'ignore' | 'take' | 'finish' | 'giveBack'

export interface ListenerTransition {
  readonly to: ListenerState
  readonly action: ListenerAction
}

type Row = Readonly<Record<ListenerInput, ListenerTransition>>

const cell = (to: ListenerState, action: ListenerAction = 'ignore'): ListenerTransition => ({ to, action })

/** A state's row: what is not named is ignored. */
function row(state: ListenerState, own: Partial<Row>): Row {
  const stay = cell(state)
  return {
    ready: stay,
    noise: stay,
    delivered: stay,
    accepted: stay,
    rejected: stay,
    failed: stay,
    badResult: stay,
    ended: cell('ACKNOWLEDGED'),
    ...own,
  }
}

export const LISTENER_TRANSITIONS: Readonly<Record<ListenerState, Row>> = {
  ACKNOWLEDGED: row('ACKNOWLEDGED', {
    ready: cell('READY'),
    // Events that it was given ahead may be unanswered, here and below.
    noise: cell('UNKNOWN', 'giveBack'),
    ended: cell('ACKNOWLEDGED', 'giveBack'),
  }),
  READY: row('READY', {
    ready: cell('UNKNOWN'),
    noise: cell('UNKNOWN'),
    delivered: cell('BUSY', 'take'),
  }),
  BUSY: row('BUSY', {
    delivered: cell('BUSY', 'take'),
    accepted: cell('ACKNOWLEDGED', 'finish'),
    rejected: cell('ACKNOWLEDGED', 'giveBack'),
    failed: cell('UNKNOWN', 'giveBack'),
    badResult: cell('UNKNOWN', 'giveBack'),
    ended: cell('ACKNOWLEDGED', 'giveBack'),
  }),
  UNKNOWN: row('UNKNOWN', {}),
}
