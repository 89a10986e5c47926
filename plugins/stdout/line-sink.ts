// One channel's bytes as whole lines, each in its form: lines of several programs never run into one another.

import type { Held, Sink } from 'reeve/sdk'

export interface LineSinkOptions {
  readonly output: Sink
  /** A line without its end, and whether the rest of it is still to come; the bytes are a view. */
  readonly render: (line: Buffer, isCut: boolean) => Buffer | readonly Buffer[]
  /** The beginning of a line that another image of the program kept, as base64. */
  readonly before?: string | null
}

/** A line may be so long before it is given on in pieces. */
export const MOST_LINE_BYTES = 65_536
/** Each line grows by its form: so few bytes are taken at once that what a full output holds stays small. */
const MOST_READ_BYTES = 4_096
const LINE_END = 0x0a
const NOTHING: Buffer = Buffer.alloc(0)

export function createLineSink({ output, render, before }: LineSinkOptions): Sink & Held {
  let rest: Buffer = Buffer.from(before ?? '', 'base64')

  function take(bytes: Buffer): void {
    const pieces: Buffer[] = []
    const add = (line: Buffer, isCut: boolean) => {
      const rendered = render(line, isCut)
      if (Array.isArray(rendered)) pieces.push(...rendered)
      else pieces.push(rendered as Buffer)
    }
    let from = 0
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, from)) {
      const line = bytes.subarray(from, end)
      add(rest.length === 0 ? line : Buffer.concat([rest, line]), false)
      rest = NOTHING
      from = end + 1
    }
    if (from < bytes.length) rest = Buffer.concat([rest, bytes.subarray(from)])
    while (rest.length >= MOST_LINE_BYTES) {
      add(rest.subarray(0, MOST_LINE_BYTES), true)
      rest = Buffer.from(rest.subarray(MOST_LINE_BYTES))
    }
    // One write, so that no other program's line comes in between.
    if (pieces.length > 0) output.write(Buffer.concat(pieces))
  }

  const sink: Sink & Held = {
    write: take,
    close() {
      if (rest.length > 0) take(Buffer.from('\n'))
    },
    heldBytes: () => rest.length,
    held: () => (rest.length === 0 ? null : rest.toString('base64')),
  }
  const { room, onRoom } = output
  if (room === undefined || onRoom === undefined) return sink
  return {
    ...sink,
    room: () => Math.min(room.call(output), MOST_READ_BYTES),
    onRoom: (callback) => onRoom.call(output, callback),
  }
}
