// Which faults each method of the supervisor namespace can answer with (spec 5.4), for callers that tell them apart.

import { FAULTS, type FaultName } from '../faults.js'
import { RemoteFault } from './errors.js'
import type { SupervisorMethods } from './methods.js'

export type SupervisorMethodName = keyof SupervisorMethods

const NONE = [] as const
const READ = ['BAD_ARGUMENTS', 'NO_FILE', 'FAILED'] as const
const NAME = ['BAD_NAME'] as const
const NAMED_READ = [...NAME, ...READ] as const
const START = [
  'BAD_NAME',
  'NO_FILE',
  'NOT_EXECUTABLE',
  'ALREADY_STARTED',
  'FAILED',
  'SPAWN_ERROR',
  'ABNORMAL_TERMINATION',
] as const
const STOP = ['BAD_NAME', 'NOT_RUNNING', 'FAILED'] as const
const CLEAR = ['BAD_NAME', 'FAILED'] as const

/** Faults of each method, beside those of COMMON_FAULTS. Calls about several processes have theirs in the results. */
export const METHOD_FAULTS = {
  getAPIVersion: NONE,
  getVersion: NONE,
  getSupervisorVersion: NONE,
  getIdentification: NONE,
  getState: NONE,
  getPID: NONE,
  readLog: READ,
  readMainLog: READ,
  clearLog: ['NO_FILE', 'FAILED'],
  shutdown: NONE,
  /** CANT_REREAD only from Reeve: Supervisor finds out when it is too late. */
  restart: ['CANT_REREAD'],
  reloadConfig: ['CANT_REREAD'],
  addProcessGroup: ['ALREADY_ADDED', 'BAD_NAME'],
  removeProcessGroup: ['BAD_NAME', 'STILL_RUNNING'],
  startProcess: START,
  startProcessGroup: NAME,
  startAllProcesses: NONE,
  stopProcess: STOP,
  stopProcessGroup: NAME,
  stopAllProcesses: NONE,
  signalProcess: [...STOP, 'BAD_SIGNAL'],
  signalProcessGroup: NAME,
  signalAllProcesses: NONE,
  getProcessInfo: NAME,
  getAllProcessInfo: NONE,
  getAllConfigInfo: NONE,
  readProcessLog: NAMED_READ,
  readProcessStdoutLog: NAMED_READ,
  readProcessStderrLog: NAMED_READ,
  tailProcessLog: NAME,
  tailProcessStdoutLog: NAME,
  tailProcessStderrLog: NAME,
  clearProcessLogs: CLEAR,
  clearProcessLog: CLEAR,
  clearAllProcessLogs: NONE,
  sendProcessStdin: ['BAD_NAME', 'NOT_RUNNING', 'NO_FILE'],
  sendRemoteCommEvent: NONE,
} as const satisfies Readonly<Record<SupervisorMethodName, readonly FaultName[]>>

/**
 * What every call may be answered with: the daemon is shutting down, the server does not have the method or the
 * namespace, an argument does not fit, and, from Reeve, FAILED where a plugin refuses the caller.
 */
export const COMMON_FAULTS = ['SHUTDOWN_STATE', 'UNKNOWN_METHOD', 'INCORRECT_PARAMETERS', 'FAILED'] as const

/** The names of the faults that a method can answer with. */
export type FaultOf<Method extends SupervisorMethodName> =
  | (typeof METHOD_FAULTS)[Method][number]
  | (typeof COMMON_FAULTS)[number]

/**
 * The name of the fault that a call of `method` was answered with; undefined for everything else that can go wrong, and
 * for faults that it does not have: rethrow those.
 *
 * `if (faultOf(error, 'stopProcess') !== 'NOT_RUNNING') throw error`
 */
export function faultOf<Method extends SupervisorMethodName>(
  error: unknown,
  method: Method,
): FaultOf<Method> | undefined {
  if (!(error instanceof RemoteFault)) return undefined
  const known: readonly FaultName[] = [...METHOD_FAULTS[method], ...COMMON_FAULTS]
  return known.find((name) => FAULTS[name] === error.faultCode) as FaultOf<Method> | undefined
}
