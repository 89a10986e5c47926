// Refusals and failures: a status, and a body that programs can go by.

import { STATUS_CODES } from 'node:http'
import type { ErrorBody, Error as ErrorRecord } from 'reeve/schemas/api-types'
import { type FaultName, isFault } from 'reeve/sdk'

/** What the client got wrong where no fault of the supervisor says it. */
export class Refusal extends Error {
  readonly status: number
  readonly fault: string

  constructor(status: number, fault: string, message: string) {
    super(message)
    this.status = status
    this.fault = fault
  }
}

/** The status of each fault; 422 for what was tried and failed. */
const STATUS_OF_FAULT: Readonly<Partial<Record<FaultName, number>>> = {
  INCORRECT_PARAMETERS: 400,
  BAD_ARGUMENTS: 400,
  BAD_SIGNAL: 400,
  BAD_NAME: 404,
  NO_FILE: 404,
  ALREADY_STARTED: 409,
  NOT_RUNNING: 409,
  ALREADY_ADDED: 409,
  STILL_RUNNING: 409,
  SHUTDOWN_STATE: 503,
}

/** Undefined for what is neither a fault nor a refusal: a bug. */
export function refusalOf(error: unknown): { readonly status: number; readonly body: ErrorBody } | undefined {
  if (error instanceof Refusal) {
    return { status: error.status, body: { code: 0, fault: error.fault, message: error.message } }
  }
  if (!isFault(error)) return undefined
  const status = STATUS_OF_FAULT[error.faultName] ?? 422
  return { status, body: { code: error.faultCode, fault: error.faultName, message: error.message } }
}

/** Of what one of many came to. Throws what is a bug. */
export function errorBodyOf(error: unknown): ErrorBody {
  const refusal = refusalOf(error)
  if (refusal === undefined) throw error
  return refusal.body
}

const FAULT_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
}

/** The body for a status that was decided elsewhere. */
export function errorOfStatus(status: number, message = STATUS_CODES[status] ?? 'Error'): ErrorRecord {
  return { error: { code: 0, fault: FAULT_OF_STATUS[status] ?? 'INTERNAL', message } }
}
