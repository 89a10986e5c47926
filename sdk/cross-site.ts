// Whether a browser makes a request on behalf of another site's page.

import type { IncomingHttpHeaders } from 'node:http'

/**
 * True when a browser says that the request comes from a page of another origin. Requests that were typed, and those
 * of clients that send neither `Sec-Fetch-Site` nor `Origin` (curl, scripts), are not. Behind a proxy that changes
 * `Host` the browser's own word, `Sec-Fetch-Site`, is what counts.
 */
export function isCrossSite(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  return headers.origin !== undefined && !isOriginOf(headers.origin, headers.host)
}

/** True when an `Origin` header names the host of a `Host` header, whatever the scheme: TLS may end at a proxy. */
export function isOriginOf(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false
  const own = `${new URL(origin).protocol}//${host}`
  return URL.canParse(own) && new URL(own).host === new URL(origin).host
}
