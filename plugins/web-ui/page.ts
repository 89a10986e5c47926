// What all pages share: how a template becomes a page, and the headers it goes out with (WEB-25).

import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readTemplate } from './static-files.js'

/** The epoch, as a date of HTTP. */
const LONG_AGO = new Date(0).toUTCString()

const FRESH = { pragma: 'no-cache', 'cache-control': 'no-cache', expires: LONG_AGO }

const PAGE_HEADERS = {
  ...FRESH,
  'content-type': 'text/html;charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

/**
 * A permanent redirect may be remembered, and an action must be asked for each time: this one is never stored.
 */
// Differs from Supervisor: it says no-cache, which lets a browser keep the redirect.
export const REDIRECT_HEADERS = { ...FRESH, 'cache-control': 'no-store', 'content-type': 'text/html' }

export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.headers(PAGE_HEADERS).send(page)
}

/** A page that the live pages take over: their script may run, and ask the daemon. */
export async function sendLivePage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: string,
): Promise<FastifyReply> {
  const policy = `${PAGE_HEADERS['content-security-policy']}; script-src 'self'; connect-src 'self'`
  reply.headers({ ...PAGE_HEADERS, 'content-security-policy': policy, vary: 'accept-encoding' })
  if (!acceptsGzip(request)) return reply.send(page)
  // A row of the table takes a kilobyte, packed a fiftieth. What stands in it besides the token is not of the caller's
  // choice, so its length tells nothing of the token.
  return reply.header('content-encoding', 'gzip').send(await pack(page))
}

const pack = promisify(gzip)

export function acceptsGzip({ headers }: FastifyRequest): boolean {
  return /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))
}

/** Puts values, which are HTML, into the places `{{name}}` of a template. The file is read at the first use. */
export function createFill(name: string): (values: Readonly<Record<string, string>>) => string {
  let template: string | undefined
  return (values) => {
    template ??= readTemplate(name)
    return template.replace(/\{\{(\w+)\}\}/g, (_place, key: string) => values[key] ?? '')
  }
}
