// Lines of one channel to records: `{process name} {line}`.

import type { Held, LogSink } from 'reeve/sdk'

export interface RecordSinkOptions {
  readonly name: string
  /** Takes one record. The bytes are its own. */
  readonly send: (record: Buffer) => void
  /** The beginning of a line that another image of the program kept, as base64. */
  readonly before?: string | null
}

/** Bytes of a line without an end that are kept for the next read; then they become a record of their own. */
const MOST_LINE_BYTES = 8_000
const LINE_END = 0x0a

/**
 * Differs from Supervisor: a line that two reads cut is one record, not two ("a line that arrives in two pieces is one
 * record").
 */
export function createRecordSink({ name, send, before }: RecordSinkOptions): LogSink & Held {
  const head = Buffer.from(`${name} `)
  let rest = Buffer.from(before ?? '', 'base64')

  function sendLine(line: Buffer): void {
    let from = 0
    do {
      send(Buffer.concat([head, line.subarray(from, from + MOST_LINE_BYTES)]))
      from += MOST_LINE_BYTES
    } while (from < line.length)
  }

  return {
    write(bytes) {
      let from = 0
      for (;;) {
        const end = bytes.indexOf(LINE_END, from)
        if (end < 0) break
        const line = bytes.subarray(from, end)
        sendLine(rest.length === 0 ? line : Buffer.concat([rest, line]))
        rest = Buffer.alloc(0)
        from = end + 1
      }
      if (from === bytes.length) return
      rest = Buffer.concat([rest, bytes.subarray(from)])
      while (rest.length >= MOST_LINE_BYTES) {
        sendLine(rest.subarray(0, MOST_LINE_BYTES))
        rest = Buffer.from(rest.subarray(MOST_LINE_BYTES))
      }
    },
    close() {
      if (rest.length > 0) sendLine(rest)
      rest = Buffer.alloc(0)
    },
    heldBytes: () => rest.length,
    held: () => (rest.length === 0 ? null : rest.toString('base64')),
  }
}
