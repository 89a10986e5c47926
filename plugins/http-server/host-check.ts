// Under which names browsers may reach a server. A page of another site can bend its own name to our address (DNS
// rebinding): then its scripts are of our origin to the browser, but the Host header still has that name.

import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import type { InetHttpServerOptions } from 'reeve/schemas/types'
import { isBrowser, type Section } from 'reeve/sdk'
import { asksForPassword } from './authentication.js'

/** True for a request that may not come in under the name that it used. */
export type IsStrangeHost = (request: IncomingMessage) => boolean

/**
 * Undefined for a server that needs no check: a unix socket, and one that asks for a password, which the browser keeps
 * for the true name only. Where `allowed_hosts` is set it always holds.
 */
export function createHostCheck(section: Section): IsStrangeHost | undefined {
  if (section.kind !== 'inet_http_server') return undefined
  const { port, allowed_hosts: allowed = [] } = section.values as unknown as InetHttpServerOptions
  if (allowed.length === 0 && asksForPassword(section)) return undefined
  const names = new Set(['localhost', hostname(), port.host, ...allowed].map((name) => name.toLowerCase()))
  const endings = allowed.filter((name) => name.startsWith('*.')).map((name) => name.slice(1).toLowerCase())
  return ({ headers }) => {
    if (headers.host === undefined || !isBrowser(headers)) return false
    const name = nameOf(headers.host)
    if (isIP(name) !== 0 || names.has(name) || name.endsWith('.localhost')) return false
    return !endings.some((ending) => name.endsWith(ending))
  }
}

/** A Host header without its port, and an address without its brackets. */
function nameOf(host: string): string {
  return host
    .trim()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()
}
