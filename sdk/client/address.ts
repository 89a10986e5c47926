// From a serverurl to where to connect and what to send along.

import { withoutPassword } from '../shown-url.js'
import { ServerUrlError } from './errors.js'

/** `host` is the Host header: the server routes nothing by it, but HTTP/1.1 demands one. */
export interface ServerAddress {
  readonly host: string
  readonly connect: { readonly path: string } | { readonly host: string; readonly port: number }
  readonly isSecure?: true
}

/**
 * Reads `unix:///path`, `http://host[:port]` or `https://host[:port]`, port 80 or 443 without one (CTL-01). Throws
 * ServerUrlError.
 */
export function parseServerUrl(serverurl: string): ServerAddress {
  const scheme = /^(unix|https?):\/\/(.*)$/is.exec(serverurl)
  if (scheme === null)
    throw new ServerUrlError(`Unknown protocol for serverurl ${withoutPassword(serverurl)}`)
  const rest = scheme[2] ?? ''
  const protocol = scheme[1]?.toLowerCase()
  if (protocol === 'unix') {
    // Node would connect to a port of this machine instead.
    if (rest === '') throw new ServerUrlError(`No path in serverurl ${serverurl}`)
    return { host: 'localhost', connect: { path: rest } }
  }
  const isSecure = protocol === 'https'
  // A name and password in front, and a path behind, are not part of the address.
  const authority = rest.replace(/[/?#].*$/s, '').replace(/^.*@/s, '')
  const parts = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/.exec(authority)
  const port = Number(parts?.[3] || (isSecure ? 443 : 80))
  const host = parts?.[1] ?? parts?.[2] ?? ''
  if (parts === null || port > 65535) {
    throw new ServerUrlError(`Bad host or port in serverurl ${withoutPassword(serverurl)}`)
  }
  return {
    host: authority,
    connect: { host: host === '' ? 'localhost' : host, port },
    ...(isSecure ? { isSecure } : {}),
  }
}

/** The Authorization header's value; undefined unless both parts are known (CTL-01). */
export function basicAuthorization(
  username: string | null | undefined,
  password: string | null | undefined,
): string | undefined {
  if (username == null || password == null) return undefined
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
