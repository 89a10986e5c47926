// How a call can fail: no connection, an HTTP status, an answer that is none, a fault, or too late.
//
// `instanceof` goes by `code`: a plugin's copy of this file and the one in a bundled program are the same to it.

import { constants } from 'node:os'

/** Why there is no connection. `errno` is symbolic, `errnoNumber` the system's number, 0 where it has none (a name lookup). */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
  readonly code = 'REEVE_CONNECTION'

  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasCode(value, 'REEVE_CONNECTION')
  }
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
export class HttpStatusError extends Error {
  override readonly name = 'HttpStatusError'
  readonly code = 'REEVE_HTTP_STATUS'

  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasCode(value, 'REEVE_HTTP_STATUS')
  }
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
export class AnswerError extends Error {
  override readonly name = 'AnswerError'
  readonly code = 'REEVE_ANSWER'

  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasCode(value, 'REEVE_ANSWER')
  }
}

/** The server refused the call. `faultCode` is one of FAULTS where the server is Supervisor or Reeve. */
export class RemoteFault extends Error {
  override readonly name = 'RemoteFault'
  readonly code = 'REEVE_FAULT'

  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasCode(value, 'REEVE_FAULT')
  }
  readonly faultCode: number
  readonly faultString: string

  constructor(faultCode: number, faultString: string) {
    super(faultString)
    this.faultCode = faultCode
    this.faultString = faultString
  }
}

/** No answer within `timeoutMs`. The server may still carry the call out. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
  readonly code = 'REEVE_TIMEOUT'

  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasCode(value, 'REEVE_TIMEOUT')
  }
}

/** The serverurl is neither `unix://path` nor `http://host[:port]`. */
export class ServerUrlError extends Error {
  override readonly name = 'ServerUrlError'
  readonly code = 'REEVE_SERVERURL'

  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasCode(value, 'REEVE_SERVERURL')
  }
}

function hasCode(value: unknown, code: string): boolean {
  return value instanceof Error && 'code' in value && value.code === code
}
