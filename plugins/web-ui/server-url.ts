// Where a client reaches this server, as far as it told: redirects need a whole address.

import type { FastifyRequest } from 'fastify'
import { isOriginOf } from 'reeve/sdk'

/** The scheme and the Host header, without a port that goes without saying. */
export function serverUrl(request: FastifyRequest): string {
  const { host: given, origin } = request.headers
  const host = given?.trim() || ownHost(request)
  // TLS may end at a proxy: the page that sent a form then tells its scheme.
  const isSecure =
    'encrypted' in request.raw.socket || (origin?.startsWith('https:') && isOriginOf(origin, host))
  const scheme = isSecure ? 'https' : 'http'
  return `${scheme}://${host.replace(scheme === 'http' ? /:80$/ : /:443$/, '')}`.replace(/\/$/, '')
}

/** For clients that send no Host header. */
function ownHost(request: FastifyRequest): string {
  const { localPort } = request.raw.socket
  return localPort === undefined ? 'localhost' : `localhost:${localPort}`
}
