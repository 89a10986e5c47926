// How a call can fail: no connection, an HTTP status, an answer that is none, a fault, or too late.

import { constants } from 'node:os'
import { codedError } from '../coded-error.js'
import { FAULTS, type FaultName } from '../faults.js'

/** Why there is no connection. `errno` is symbolic, `errnoNumber` the system's number, 0 where it has none (a name lookup). */
export class ConnectionError extends codedError('ConnectionError', 'REEVE_CONNECTION') {
  readonly serverurl: string
  readonly errno: string
  readonly errnoNumber: number

  constructor(serverurl: string, cause: NodeJS.ErrnoException) {
    super(`${serverurl} ${cause.message}`, { cause })
    this.serverurl = serverurl
    this.errno = cause.code ?? 'EIO'
    this.errnoNumber = (constants.errno as Readonly<Record<string, number>>)[this.errno] ?? 0
  }
}

/** The server answered with another status than 200: 401 asks for credentials, 404 knows no such log. */
export class HttpStatusError extends codedError('HttpStatusError', 'REEVE_HTTP_STATUS') {
  readonly url: string
  readonly status: number
  readonly reason: string

  constructor(url: string, status: number, reason: string) {
    super(`${url} answered ${status} ${reason}`)
    this.url = url
    this.status = status
    this.reason = reason
  }
}

/** What came back is not HTTP, not XML-RPC, or not the type that the method returns. */
export class AnswerError extends codedError('AnswerError', 'REEVE_ANSWER') {
  /** False where the server closed the connection before it had said anything. */
  readonly isBegun: boolean

  constructor(
    message: string,
    { isBegun = true, ...options }: ErrorOptions & { readonly isBegun?: boolean } = {},
  ) {
    super(message, options)
    this.isBegun = isBegun
  }
}

/** The server refused the call. `faultCode` is one of FAULTS where the server is Supervisor or Reeve. */
export class RemoteFault extends codedError('RemoteFault', 'REEVE_FAULT') {
  readonly faultCode: number
  readonly faultString: string
  /** The name of the code; null for one that is no Supervisor's. */
  readonly faultName: FaultName | null

  constructor(faultCode: number, faultString: string) {
    super(faultString)
    this.faultCode = faultCode
    this.faultString = faultString
    const known = Object.entries(FAULTS).find(([, code]) => code === faultCode)
    this.faultName = (known?.[0] as FaultName | undefined) ?? null
  }
}

/** No answer within `timeoutMs`. The server may still carry the call out. */
export class TimeoutError extends codedError('TimeoutError', 'REEVE_TIMEOUT') {}

/** The JSON API refused a request. `fault` is a fault's name, or one of the API's own (`FORBIDDEN`, `NOT_FOUND`). */
export class ApiError extends codedError('ApiError', 'REEVE_API') {
  readonly status: number
  readonly fault: string

  constructor(status: number, fault: string, message: string) {
    super(message)
    this.status = status
    this.fault = fault
  }
}

/** The serverurl is neither `unix://path` nor `http://host[:port]` nor `https://host[:port]`. */
export class ServerUrlError extends codedError('ServerUrlError', 'REEVE_SERVERURL') {}
