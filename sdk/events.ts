// The event table: names, their parents, and the records that render a payload when someone listens.

/** Event types and their parents (EVT-01..18). A subscription to a parent receives all descendants. */
export const EVENT_TYPES = {
  EVENT: null,
  PROCESS_STATE: 'EVENT',
  PROCESS_STATE_STARTING: 'PROCESS_STATE',
  PROCESS_STATE_RUNNING: 'PROCESS_STATE',
  PROCESS_STATE_BACKOFF: 'PROCESS_STATE',
  PROCESS_STATE_STOPPING: 'PROCESS_STATE',
  PROCESS_STATE_EXITED: 'PROCESS_STATE',
  PROCESS_STATE_STOPPED: 'PROCESS_STATE',
  PROCESS_STATE_FATAL: 'PROCESS_STATE',
  PROCESS_STATE_UNKNOWN: 'PROCESS_STATE',
  PROCESS_LOG: 'EVENT',
  PROCESS_LOG_STDOUT: 'PROCESS_LOG',
  PROCESS_LOG_STDERR: 'PROCESS_LOG',
  PROCESS_COMMUNICATION: 'EVENT',
  PROCESS_COMMUNICATION_STDOUT: 'PROCESS_COMMUNICATION',
  PROCESS_COMMUNICATION_STDERR: 'PROCESS_COMMUNICATION',
  REMOTE_COMMUNICATION: 'EVENT',
  SUPERVISOR_STATE_CHANGE: 'EVENT',
  SUPERVISOR_STATE_CHANGE_RUNNING: 'SUPERVISOR_STATE_CHANGE',
  SUPERVISOR_STATE_CHANGE_STOPPING: 'SUPERVISOR_STATE_CHANGE',
  TICK: 'EVENT',
  TICK_5: 'TICK',
  TICK_60: 'TICK',
  TICK_3600: 'TICK',
  PROCESS_GROUP: 'EVENT',
  PROCESS_GROUP_ADDED: 'PROCESS_GROUP',
  PROCESS_GROUP_REMOVED: 'PROCESS_GROUP',
} as const satisfies Record<string, string | null>

export type EventType = keyof typeof EVENT_TYPES

/** A moment that event listeners can be told of. */
export interface SupervisorEvent {
  /** A built-in type, or a name that a plugin registered. */
  readonly type: EventType | (string & {})
  /** The payload as Supervisor writes it; rendered at the first call and kept. */
  payload(): string
}

/** An event whose payload is rendered at most once, and only if someone asks. */
export function createEvent(type: SupervisorEvent['type'], render: () => string): SupervisorEvent {
  // One or the other: what it is rendered from is let go, as events can wait in thousands.
  let source: string | (() => string) = render
  return {
    type,
    payload() {
      if (typeof source !== 'string') source = source()
      return source
    },
  }
}
