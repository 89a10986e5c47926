// Removes terminal escape sequences from a stream (LOG-27): ESC `[` up to and including one of its closing letters.

import type { Sink } from '../../sdk/hooks.js'
import type { Held } from '../../sdk/snapshot.js'
import { type BoundedSink, passRoom } from './bounded-sink.js'

const ESCAPE = 0x1b
const BRACKET = 0x5b
/** The letters at which Supervisor ends a sequence. Others of the standard are swallowed up to the next of these. */
const CLOSING: ReadonlySet<number> = new Set(Buffer.from('HfABCDRsuJKhlpm'))

/** What the last chunk ended in: plain text, an ESC, or the inside of a sequence. */
export type Inside = 'text' | 'escape' | 'sequence'

/**
 * A sink that gives what is left to `next`. `before` is where another image of the program stopped.
 *
 * Differs from Supervisor: a sequence may straddle two reads; there it swallows the rest of its chunk and leaves its
 * tail as text. Test: "a sequence cut in two by a read is removed whole".
 */
export function createAnsiStripper(next: Sink, before?: Inside | null): BoundedSink & Held {
  let inside = before ?? 'text'
  let scratch = Buffer.alloc(0)

  return passRoom(next, 1, {
    write(bytes) {
      if (inside === 'text' && !bytes.includes(ESCAPE)) {
        next.write(bytes)
        return
      }
      // One byte more, for an ESC that was kept back.
      if (scratch.length < bytes.length + 1) scratch = Buffer.allocUnsafe(bytes.length + 1)
      let length = 0
      for (const byte of bytes) {
        if (inside === 'sequence') {
          if (CLOSING.has(byte)) inside = 'text'
          continue
        }
        if (inside === 'escape') {
          if (byte === BRACKET) {
            inside = 'sequence'
            continue
          }
          scratch[length++] = ESCAPE
          inside = 'text'
        }
        if (byte === ESCAPE) inside = 'escape'
        else scratch[length++] = byte
      }
      if (length > 0) next.write(scratch.subarray(0, length))
    },
    reopen() {
      next.reopen?.()
    },
    close() {
      if (inside === 'escape') next.write(Buffer.from([ESCAPE]))
      next.close?.()
    },
    heldBytes: () => (inside === 'escape' ? 1 : 0),
    held: () => (inside === 'text' ? null : inside),
  })
}
