// One client's stream of Server-Sent Events: bounded, and with an end that says why.

import type { ServerResponse } from 'node:http'
import type { Clock, Timer } from 'reeve/sdk'

/** What may wait for a client, beyond the first answer. */
const WAITING_BYTES = 1_048_576
/** A client that was let go has this long to read what waits for it. */
const FAREWELL_MS = 5_000

export const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Proxies must not collect what is told live.
  'x-accel-buffering': 'no',
}

/** One event as it goes over the wire. Without an id a client that comes back names the one before. */
export function eventText(event: string, data: unknown, id?: string): string {
  const rest = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
  return id === undefined ? rest : `id: ${id}\n${rest}`
}

export interface EventStream {
  write(text: string): void
  /** Sends `end` with the reason, and closes. */
  end(reason: string): void
}

/**
 * Writes to a response whose head was sent. `onEnd` is called once, with the reason when the stream was ended from this
 * side. What is written before `limit` is called counts as the first answer.
 */
export function openStream(
  response: ServerResponse,
  clock: Clock,
  onEnd: (reason: string | null) => void,
): EventStream & { limit(): void } {
  let isOver = false
  let allowance = Number.POSITIVE_INFINITY
  let farewell: Timer | null = null
  const finish = (reason: string | null) => {
    if (isOver) return
    isOver = true
    onEnd(reason)
  }
  response.on('close', () => {
    farewell?.cancel()
    finish(null)
  })
  response.on('drain', () => {
    if (allowance !== Number.POSITIVE_INFINITY) allowance = WAITING_BYTES
  })
  const stream = {
    limit() {
      allowance = response.writableLength + WAITING_BYTES
    },
    write(text: string) {
      if (isOver) return
      response.write(text)
      if (response.writableLength > allowance) stream.end('slow')
    },
    end(reason: string) {
      if (isOver) return
      finish(reason)
      response.end(eventText('end', { reason }))
      farewell = clock.after(FAREWELL_MS, () => response.destroy(), { background: true })
    },
  }
  return stream
}
