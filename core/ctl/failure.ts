// What is printed when a command fails in a way it did not expect (CTL-05), and what to do about it.

import {
  AnswerError,
  ConnectionError,
  HttpStatusError,
  RemoteFault,
  ServerUrlError,
} from '../../sdk/client/errors.js'
import { EndOfInput } from '../../sdk/contracts/ctl.js'
import { adviseTls, isTlsFailure, isUntrusted, nameOfTlsFailure } from './tls-failure.js'

/** What the advice needs to know. */
export interface SettingsSource {
  readonly serverurl: string
  /** Where the serverurl stands, in words; null when it was typed a moment ago. */
  readonly origin: string | null
  readonly hasCredentials: boolean
}

/**
 * The `error:` line. Type and text are spelled as the original spells them, because that is what scripts look for in
 * it. Where it came from is the server, not a line of source.
 */
export function describeFailure(error: unknown, serverurl: string): string {
  const [type, text] = spell(error)
  return `error: <class '${type}'>, ${text}: server: ${serverurl}`
}

/** A fault as the original prints it. */
export function describeFault(fault: RemoteFault): string {
  const quote = fault.faultString.includes("'") && !fault.faultString.includes('"') ? '"' : "'"
  return `<Fault ${fault.faultCode}: ${quote}${fault.faultString}${quote}>`
}

function spell(error: unknown): readonly [type: string, text: string] {
  if (error instanceof RemoteFault) return ['xmlrpc.client.Fault', describeFault(error)]
  if (error instanceof HttpStatusError) {
    return [
      'xmlrpc.client.ProtocolError',
      `<ProtocolError for 127.0.0.1/RPC2: ${error.status} ${error.reason}>`,
    ]
  }
  if (error instanceof ConnectionError) return spellConnection(error)
  if (error instanceof AnswerError) return ['http.client.HTTPException', error.message]
  if (error instanceof ServerUrlError) return ['ValueError', error.message]
  if (error instanceof EndOfInput) return ['EOFError', 'EOF when reading a line']
  return error instanceof Error ? [error.name, error.message] : ['Exception', String(error)]
}

const CONNECTION_FAILURES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  ECONNREFUSED: ['ConnectionRefusedError', 'Connection refused'],
  ENOENT: ['FileNotFoundError', 'No such file or directory'],
  EACCES: ['PermissionError', 'Permission denied'],
  EPERM: ['PermissionError', 'Operation not permitted'],
  ECONNRESET: ['ConnectionResetError', 'Connection reset by peer'],
  EPIPE: ['BrokenPipeError', 'Broken pipe'],
  ETIMEDOUT: ['TimeoutError', 'Connection timed out'],
  EHOSTUNREACH: ['OSError', 'No route to host'],
  ENETUNREACH: ['OSError', 'Network is unreachable'],
}

function spellConnection(error: ConnectionError): readonly [string, string] {
  const known = CONNECTION_FAILURES[error.errno]
  if (known !== undefined) return [known[0], `[Errno ${error.errnoNumber}] ${known[1]}`]
  if (error.errno === 'ENOTFOUND') return ['socket.gaierror', '[Errno -2] Name or service not known']
  if (error.errno === 'EAI_AGAIN')
    return ['socket.gaierror', '[Errno -3] Temporary failure in name resolution']
  const reason = error.cause instanceof Error ? error.cause.message : error.errno
  if (isUntrusted(error)) {
    return ['ssl.SSLCertVerificationError', `[SSL: CERTIFICATE_VERIFY_FAILED] ${reason}`]
  }
  if (isTlsFailure(error)) return ['ssl.SSLError', `[SSL] ${nameOfTlsFailure(error)}`]
  return ['OSError', `[Errno ${error.errnoNumber}] ${error.errno}`]
}

/**
 * What an operator can do about it, for stderr only: stdout keeps the lines that scripts match. Undefined where there
 * is nothing to add.
 */
export function advise(error: unknown, source: SettingsSource): string | undefined {
  const from = source.origin === null ? '' : ` (serverurl: ${source.origin})`
  if (error instanceof HttpStatusError && error.status === 401) {
    return source.hasCredentials
      ? `the server refused the username and password${from}`
      : `set username and password in [supervisorctl], or give -u and -p${from}`
  }
  if (error instanceof HttpStatusError && error.status === 429) {
    return `too many wrong passwords came from this address: wait some seconds, then try again${from}`
  }
  if (error instanceof AnswerError && !error.isBegun) {
    if (/^http:/i.test(source.serverurl)) return `does the server speak TLS? Then write https://${from}`
    if (/^https:/i.test(source.serverurl))
      return `does the server ask for a certificate? Set tls_cert and tls_key in [supervisorctl]${from}`
  }
  if (!(error instanceof ConnectionError)) return undefined
  if (isUntrusted(error) || isTlsFailure(error)) return adviseTls(error, from)
  switch (error.errno) {
    case 'ENOENT':
      return `is supervisord running, with this file in [unix_http_server]?${from}`
    case 'ECONNREFUSED':
      return `is supervisord running, with a server at ${source.serverurl}?${from}`
    case 'EACCES':
    case 'EPERM':
      return `chmod and chown of [unix_http_server] decide who may connect${from}`
    default:
      return undefined
  }
}
