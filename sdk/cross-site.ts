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

/**
 * True for the requests of browsers, also where they say nothing about the page that asks: a GET to an address that is
 * neither https nor loopback has neither `Sec-Fetch-Site` nor `Origin`. A page cannot keep its browser from sending
 * these headers; curl, scripts and libraries, the fetch of Node, Deno and Bun too, send none of them unless told.
 */
export function isBrowser(headers: IncomingHttpHeaders): boolean {
  if (saysItsSite(headers)) return true
  // Node's fetch says this alone, and an Accept-Language. Browsers say both or none, and no page can choose.
  if (headers['sec-fetch-mode'] !== undefined) return false
  if (/^Mozilla\//.test(headers['user-agent'] ?? '')) return true
  return headers['accept-language'] !== undefined && !isDeno(headers)
}

/**
 * Deno's fetch, whatever name it was given. A page can choose `Accept-Language`, and in Firefox of its own origin the
 * name too, but no page can choose `Accept-Encoding`, where all browsers have deflate and Deno has not.
 */
function isDeno(headers: IncomingHttpHeaders): boolean {
  const encodings = headers['accept-encoding']
  return headers['accept-language'] === '*' && encodings !== undefined && !/deflate/i.test(String(encodings))
}

/** True when a browser says which site's page asks. For all but GET and HEAD it does. */
export function saysItsSite(headers: IncomingHttpHeaders): boolean {
  return headers['sec-fetch-site'] !== undefined || headers.origin !== undefined
}

/** True when an `Origin` header names the host of a `Host` header, whatever the scheme: TLS may end at a proxy. */
export function isOriginOf(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false
  const own = `${new URL(origin).protocol}//${host}`
  return URL.canParse(own) && new URL(own).host === new URL(origin).host
}
