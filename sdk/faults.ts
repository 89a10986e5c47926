// The fault table: every way in which an operation on the supervisor is refused or fails.

/** Fault names and their XML-RPC codes. SUCCESS is a status value of result lists and never thrown. */
export const FAULTS = {
  UNKNOWN_METHOD: 1,
  INCORRECT_PARAMETERS: 2,
  BAD_ARGUMENTS: 3,
  SIGNATURE_UNSUPPORTED: 4,
  SHUTDOWN_STATE: 6,
  BAD_NAME: 10,
  BAD_SIGNAL: 11,
  NO_FILE: 20,
  NOT_EXECUTABLE: 21,
  FAILED: 30,
  ABNORMAL_TERMINATION: 40,
  SPAWN_ERROR: 50,
  ALREADY_STARTED: 60,
  NOT_RUNNING: 70,
  SUCCESS: 80,
  ALREADY_ADDED: 90,
  STILL_RUNNING: 91,
  CANT_REREAD: 92,
} as const

export type FaultName = keyof typeof FAULTS

/**
 * An operation was refused or failed for a reason the caller can act on. `message` is the wire's faultString:
 * `NAME` or `NAME: detail`. Plugins with their own copy of the SDK are recognised by `faultCode`, not by class.
 */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly faultCode: number
  readonly faultName: FaultName

  constructor(faultName: FaultName, detail?: string) {
    super(detail === undefined ? faultName : `${faultName}: ${detail}`)
    this.faultName = faultName
    this.faultCode = FAULTS[faultName]
  }
}

/** True for a Fault of any copy of the SDK. */
export function isFault(error: unknown): error is Fault {
  return (
    error instanceof Error &&
    'faultCode' in error &&
    typeof error.faultCode === 'number' &&
    'faultName' in error
  )
}

/**
 * A fault of a plugin's own: `code` is one that FAULTS does not have, above 100 so that none of a later Supervisor can
 * be meant. Else as a Fault: the wire's faultString is `NAME` or `NAME: detail`.
 */
export function customFault(code: number, name: string, detail?: string): Error {
  const error = new Error(detail === undefined ? name : `${name}: ${detail}`)
  return Object.assign(error, { name: 'Fault', faultCode: code, faultName: name })
}
