// How a TLS handshake can fail, by the codes of Node and OpenSSL, and what to do about it.

import type { ConnectionError } from '../../sdk/client/errors.js'

/** The certificate is not signed by anybody who is known here. */
const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

const OTHER_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID'

/** The server showed a certificate, and it is not one to trust. */
export function isUntrusted({ errno }: ConnectionError): boolean {
  return errno === OTHER_NAME || UNKNOWN_AUTHORITY.has(errno) || /^(CERT_|CRL_|INVALID_)/.test(errno)
}

/** The handshake failed for another reason. */
export function isTlsFailure({ errno }: ConnectionError): boolean {
  return errno === 'EPROTO' || /^ERR_(SSL|TLS|OSSL)_/.test(errno)
}

/** What OpenSSL calls the failure: `wrong version number`. */
export function nameOfTlsFailure({ errno, cause }: ConnectionError): string {
  const text = cause instanceof Error ? cause.message : errno
  // error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../file.c:355:
  return /:SSL routines:[^:]*:([^:]+)/.exec(text)?.[1] ?? text.trim()
}

export function adviseTls(error: ConnectionError, from: string): string {
  const name = nameOfTlsFailure(error)
  if (UNKNOWN_AUTHORITY.has(error.errno)) {
    return `set tls_ca in [supervisorctl] to the authority of the server's certificate, or to the certificate itself${from}`
  }
  if (error.errno === OTHER_NAME)
    return `write a name into the serverurl that the server's certificate has${from}`
  if (isUntrusted(error)) return `the server needs another certificate${from}`
  if (name === 'wrong version number' || name === 'packet length too long') {
    return `the server does not speak TLS there: write http:// into the serverurl${from}`
  }
  return `the server may ask for a certificate that it knows: tls_cert and tls_key in [supervisorctl]${from}`
}
