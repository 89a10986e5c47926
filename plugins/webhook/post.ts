// One POST to its end: an answer's status, or why there is none. Whatever the target does, this ends in time and keeps
// nothing of what it sends.

import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import type { Clock } from 'reeve/sdk'

export interface PostRequest {
  readonly url: URL
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** Certificates of authorities, PEM. */
  readonly ca: string | undefined
}

/** `retryable` says whether the same request may go well later; `retryAfterMs` when the target named a time. */
export type PostOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly reason: string
      readonly retryable: boolean
      readonly retryAfterMs?: number
    }

export interface Posting {
  readonly outcome: Promise<PostOutcome>
  cancel(): void
}

const MOST_REDIRECTS = 3
const REDIRECTS: ReadonlySet<number> = new Set([307, 308])
const RETRYABLE: ReadonlySet<number> = new Set([408, 425, 429])
const LONGEST_RETRY_AFTER_MS = 300_000

export function post(request: PostRequest, clock: Clock): Posting {
  let end = (_outcome: PostOutcome): void => {}
  let abort = (): void => {}
  let isOver = false
  const outcome = new Promise<PostOutcome>((resolve) => {
    end = (one) => {
      if (isOver) return
      isOver = true
      timer.cancel()
      // An answer is never read further than its status and headers.
      abort()
      resolve(one)
    }
  })
  const fail = (reason: string) => end({ ok: false, reason, retryable: true })
  const timer = clock.after(
    request.timeoutMs,
    () => fail(`no answer in ${request.timeoutMs / 1000} seconds`),
    { background: true },
  )

  async function send(url: URL, redirectsLeft: number): Promise<void> {
    const start = url.protocol === 'https:' ? (await import('node:https')).request : httpRequest
    if (isOver) return
    let isAnswered = false
    const outgoing = start(optionsFor(url, request), (answer) => {
      isAnswered = true
      // Its errors after this moment are of no matter.
      answer.on('error', () => undefined)
      receive(answer, url, redirectsLeft)
    })
    abort = () => outgoing.destroy()
    outgoing.on('error', (error) => {
      if (!isAnswered) fail(describe(error))
    })
    outgoing.end(request.body)
  }

  function receive(answer: IncomingMessage, url: URL, redirectsLeft: number): void {
    const status = answer.statusCode ?? 0
    if (!REDIRECTS.has(status)) {
      end(judge(status, answer))
      return
    }
    const next = redirectTarget(answer.headers.location, url)
    if (typeof next === 'string') end({ ok: false, reason: next, retryable: false })
    else if (redirectsLeft === 0) {
      end({ ok: false, reason: `more than ${MOST_REDIRECTS} redirects`, retryable: false })
    } else {
      // Its body is not read.
      abort()
      send(next, redirectsLeft - 1).catch((error: unknown) => fail(describe(error)))
    }
  }

  send(request.url, MOST_REDIRECTS).catch((error: unknown) => fail(describe(error)))
  return { outcome, cancel: () => fail('the daemon leaves') }
}

function optionsFor(url: URL, { body, headers, ca }: PostRequest): RequestOptions & { ca?: string } {
  const credentials =
    url.username === ''
      ? {}
      : { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }
  return {
    method: 'POST',
    protocol: url.protocol,
    // IPv6 addresses stand in brackets in a URL only.
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: `${url.pathname}${url.search}`,
    headers: { 'user-agent': 'reeve-webhook', ...headers, 'content-length': String(Buffer.byteLength(body)) },
    // No connection outlives its request.
    agent: false,
    ...credentials,
    ...(ca === undefined ? {} : { ca }),
  }
}

/** Only within the same host: the body and the headers are secrets of that host. */
function redirectTarget(location: string | undefined, from: URL): URL | string {
  if (location === undefined || !URL.canParse(location, from.href)) return 'a redirect to nowhere'
  const to = new URL(location, from)
  if (to.hostname !== from.hostname || (from.protocol === 'https:' && to.protocol !== 'https:')) {
    return `a redirect to ${to.protocol}//${to.host}, which is not followed: write that address into url=`
  }
  if (to.protocol !== 'http:' && to.protocol !== 'https:') return `a redirect to ${to.protocol}`
  return to
}

function judge(status: number, answer: IncomingMessage): PostOutcome {
  if (status >= 200 && status < 300) return { ok: true }
  const reason = status >= 300 && status < 400 ? `a redirect (${status}) that is no POST` : `status ${status}`
  const retryable = status >= 500 || RETRYABLE.has(status)
  const seconds = Number(answer.headers['retry-after'])
  if (!retryable || !(seconds > 0)) return { ok: false, reason, retryable }
  return { ok: false, reason, retryable, retryAfterMs: Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS) }
}

/** The error's code says it without the target's own words, which may be anything. */
function describe(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code.startsWith('HPE_') ? `the answer is no HTTP (${error.code})` : error.code
  }
  return error instanceof Error ? error.message.slice(0, 200) : String(error)
}
