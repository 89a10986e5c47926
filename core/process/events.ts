// Process events for listeners: the payload of each state change (EVT-02..10).

import { createEvent, type EventType, type SupervisorEvent } from '../../sdk/events.js'
import type { StateChange } from '../../sdk/hooks.js'
import type { ProcessState } from '../../sdk/states.js'

type Extra = (change: StateChange) => string

const NO_EXTRA: Extra = () => ''
const TRIES: Extra = (change) => ` tries:${change.tries}`
const PID: Extra = (change) => ` pid:${change.pid}`

/** The event of each state and what its payload adds to the common part. */
const STATE_EVENTS: Readonly<Record<ProcessState, { readonly type: EventType; readonly extra: Extra }>> = {
  STARTING: { type: 'PROCESS_STATE_STARTING', extra: TRIES },
  RUNNING: { type: 'PROCESS_STATE_RUNNING', extra: PID },
  BACKOFF: { type: 'PROCESS_STATE_BACKOFF', extra: TRIES },
  STOPPING: { type: 'PROCESS_STATE_STOPPING', extra: PID },
  EXITED: {
    type: 'PROCESS_STATE_EXITED',
    extra: (change) => ` expected:${change.expected ? 1 : 0} pid:${change.pid}`,
  },
  STOPPED: { type: 'PROCESS_STATE_STOPPED', extra: PID },
  FATAL: { type: 'PROCESS_STATE_FATAL', extra: NO_EXTRA },
  UNKNOWN: { type: 'PROCESS_STATE_UNKNOWN', extra: NO_EXTRA },
}

/** The event of one transition. */
export function stateChangeEvent(change: StateChange): SupervisorEvent {
  const { type, extra } = STATE_EVENTS[change.to]
  const { name, group } = change.process
  return createEvent(
    type,
    () => `processname:${name} groupname:${group.name} from_state:${change.from}${extra(change)}`,
  )
}
