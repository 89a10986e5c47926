// Capture mode (LOG-40..45): what stands between two tokens becomes an event and does not reach the log.

import type { Sink } from '../../sdk/hooks.js'
import type { Held } from '../../sdk/snapshot.js'
import { type BoundedSink, passRoom } from './bounded-sink.js'
import { createLatestBytes } from './latest-bytes.js'

const BEGIN_TOKEN = Buffer.from('<!--XSUPERVISOR:BEGIN-->')
const END_TOKEN = Buffer.from('<!--XSUPERVISOR:END-->')
const EMPTY = Buffer.alloc(0)

export interface CaptureOptions {
  /** Bytes; of a longer text the latest are kept. */
  readonly maxbytes: number
  /** Takes what is not captured. */
  readonly next: Sink
  /** The text between two tokens. The buffer is the callee's. */
  readonly onCaptured: (bytes: Buffer) => void
  /** Where another image of the program stopped. */
  readonly before?: SavedCapture | null
}

/** Bytes as base64. */
export interface SavedCapture {
  readonly isCapturing: boolean
  readonly text: string
  /** What can be the beginning of a token. */
  readonly partial: string
}

type CaptureSink = BoundedSink & Held

/**
 * Differs from Supervisor (EDGE-26): only what can be the beginning of a token is kept back, and it is given on when
 * the stream ends; the limit holds for any read; a text whose end token never came goes to the log instead of nowhere.
 * Test: test/unit/output/capture.test.ts.
 */
export function createCapture({ maxbytes, next, onCaptured, before }: CaptureOptions): CaptureSink {
  let token = before?.isCapturing === true ? END_TOKEN : BEGIN_TOKEN
  /** The end of the last write, if it can be the beginning of a token: at most 23 bytes. */
  let held = Buffer.from(before?.partial ?? '', 'base64')
  const captured = createLatestBytes(maxbytes)
  captured.add(Buffer.from(before?.text ?? '', 'base64'))

  function give(all: Buffer, begin: number, end: number): void {
    if (begin === end) return
    const bytes = all.subarray(begin, end)
    if (token === BEGIN_TOKEN) next.write(bytes)
    else captured.add(bytes)
  }

  /** What was captured, with the last of it from `begin` to `end`. */
  function complete(all: Buffer, begin: number, end: number): Buffer {
    // The usual case: one write has the whole text.
    if (captured.length === 0) return Buffer.from(all.subarray(Math.max(begin, end - maxbytes), end))
    give(all, begin, end)
    return captured.take()
  }

  return passRoom(next, BEGIN_TOKEN.length - 1, {
    write(bytes) {
      const all = held.length === 0 ? bytes : Buffer.concat([held, bytes])
      held = EMPTY
      let begin = 0
      for (let at = all.indexOf(token); at !== -1; at = all.indexOf(token, begin)) {
        if (token === BEGIN_TOKEN) give(all, begin, at)
        else onCaptured(complete(all, begin, at))
        begin = at + token.length
        token = token === BEGIN_TOKEN ? END_TOKEN : BEGIN_TOKEN
      }
      const end = all.length - prefixAtEnd(all.subarray(begin), token)
      give(all, begin, end)
      if (end < all.length) held = Buffer.from(all.subarray(end))
    },
    reopen() {
      next.reopen?.()
    },
    close() {
      give(held, 0, held.length)
      held = EMPTY
      token = BEGIN_TOKEN
      const unfinished = captured.take()
      if (unfinished.length > 0) next.write(unfinished)
      next.close?.()
    },
    heldBytes: () => held.length + captured.length,
    held() {
      const isCapturing = token === END_TOKEN
      if (!isCapturing && held.length === 0) return null
      return { isCapturing, text: captured.read().toString('base64'), partial: held.toString('base64') }
    },
  })
}

/** How many bytes at the end of `bytes` are a beginning of `token`, short of all of it. */
export function prefixAtEnd(bytes: Buffer, token: Buffer): number {
  const longest = Math.min(token.length - 1, bytes.length)
  // Most ends have not even its first byte.
  const first = bytes.indexOf(token[0]!, bytes.length - longest)
  if (first === -1) return 0
  for (let length = bytes.length - first; length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(token.subarray(0, length))) return length
  }
  return 0
}
