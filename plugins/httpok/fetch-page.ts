// One GET to its end: a status and the beginning of the body, or why there is none. Always over in time.

import { request as httpRequest, type RequestOptions } from 'node:http'
import type { Clock } from 'reeve/sdk'

export type Page =
  | { readonly status: number; readonly reason: string; readonly body: string }
  | { readonly failure: string }

type Schedule = Pick<Clock, 'after' | 'monotonic'>

/** More of a body is not looked at. */
const BODY_BYTES = 1024 * 1024
/** A refused connection is tried again so often, as a program may just be starting. */
const RETRY_MS = 1_000

/** `wantsBody` false ends with the headers. Never rejects. */
export async function fetchPage(
  url: URL,
  { timeoutMs, wantsBody }: { readonly timeoutMs: number; readonly wantsBody: boolean },
  clock: Schedule,
): Promise<Page> {
  const deadline = clock.monotonic() + timeoutMs
  for (;;) {
    const left = deadline - clock.monotonic()
    const page = await attempt(url, Math.max(left, 1), wantsBody, clock)
    const isRefused = 'failure' in page && page.failure === 'ECONNREFUSED'
    if (!isRefused || deadline - clock.monotonic() <= RETRY_MS) return page
    await new Promise<void>((resolve) => clock.after(RETRY_MS, resolve, { background: true }))
  }
}

async function attempt(url: URL, timeoutMs: number, wantsBody: boolean, clock: Schedule): Promise<Page> {
  const isSecure = url.protocol === 'https:'
  const request = isSecure ? (await import('node:https')).request : httpRequest
  return new Promise<Page>((resolve) => {
    const outgoing = request(optionsFor(url))
    const end = (page: Page) => {
      timer.cancel()
      outgoing.destroy()
      resolve(page)
    }
    const fail = (error: Error) => end({ failure: describe(error) })
    const timer = clock.after(timeoutMs, () => end({ failure: `no answer within the timeout` }), {
      background: true,
    })
    outgoing.on('error', fail)
    outgoing.on('response', (answer) => {
      const pieces: Buffer[] = []
      let length = 0
      const done = () => {
        const body = Buffer.concat(pieces).toString('utf8')
        end({ status: answer.statusCode ?? 0, reason: answer.statusMessage ?? '', body })
      }
      answer.on('error', fail)
      if (!wantsBody) return done()
      answer.on('data', (piece: Buffer) => {
        pieces.push(piece)
        length += piece.length
        if (length >= BODY_BYTES) done()
      })
      answer.on('end', done)
    })
    outgoing.end()
  })
}

function optionsFor(url: URL): RequestOptions {
  const auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return {
    method: 'GET',
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: `${url.pathname}${url.search}`,
    headers: { 'user-agent': 'httpok' },
    // Each check is a connection of its own: one that is kept may outlive what hangs.
    agent: false,
    ...(url.username === '' ? {} : { auth }),
  }
}

function describe(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
