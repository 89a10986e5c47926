// The state tables: process states, supervisor states and the sets that requests are checked against.

/** Process states and their wire codes (LIFE-01..08). Monitoring tools index this table: never add to it. */
export const PROCESS_STATES = {
  STOPPED: 0,
  STARTING: 10,
  RUNNING: 20,
  BACKOFF: 30,
  STOPPING: 40,
  EXITED: 100,
  FATAL: 200,
  UNKNOWN: 1000,
} as const

export type ProcessState = keyof typeof PROCESS_STATES

/** Supervisor states and their wire codes. FATAL is part of the interface and never entered. */
export const SUPERVISOR_STATES = { FATAL: 2, RUNNING: 1, RESTARTING: 0, SHUTDOWN: -1 } as const

export type SupervisorState = keyof typeof SUPERVISOR_STATES

const STOPPED_STATES: ReadonlySet<ProcessState> = new Set(['STOPPED', 'EXITED', 'FATAL', 'UNKNOWN'])
const RUNNING_STATES: ReadonlySet<ProcessState> = new Set(['STARTING', 'RUNNING', 'BACKOFF'])
const SIGNALLABLE_STATES: ReadonlySet<ProcessState> = new Set(['STARTING', 'RUNNING', 'STOPPING'])

/** Nothing of the process is left to wait for: a group may be removed, a stop request is complete. */
export function isStopped(state: ProcessState): boolean {
  return STOPPED_STATES.has(state)
}

/** The process runs or will run without a further request; this includes BACKOFF. */
export function isRunning(state: ProcessState): boolean {
  return RUNNING_STATES.has(state)
}

/** The process has a pid that a signal can be sent to. */
export function isSignallable(state: ProcessState): boolean {
  return SIGNALLABLE_STATES.has(state)
}
