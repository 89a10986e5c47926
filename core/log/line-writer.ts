// Writes the daemon's own lines to a log. Where that is a pipe or a terminal whose reader is slow, lines wait up to a
// bound and are then left out and counted: the daemon never waits for its reader.

import type { LogSink } from '../output/log-files.js'

export interface LineWriter {
  /** Bytes of lines that wait for the reader. */
  readonly heldBytes: number
  write(line: string): void
  reopen(): void
  /** Gives what the reader can take now and closes. */
  close(): void
}

export interface LineWriterOptions {
  readonly sink: LogSink
  /** Bytes; beyond this lines are left out. */
  readonly mostHeldBytes?: number
  /** The line that stands in the place of `count` lines that were left out. */
  readonly describeLoss: (count: number) => string
}

const MOST_HELD_BYTES = 65_536

export function createLineWriter(options: LineWriterOptions): LineWriter {
  const { sink } = options
  const { room, onRoom } = sink
  if (room === undefined || onRoom === undefined) {
    return {
      heldBytes: 0,
      write: (line) => sink.write(Buffer.from(line)),
      reopen: () => sink.reopen(),
      close: () => sink.close(),
    }
  }
  return createPatientWriter(options, room, onRoom)
}

function createPatientWriter(
  { sink, mostHeldBytes = MOST_HELD_BYTES, describeLoss }: LineWriterOptions,
  room: () => number,
  onRoom: (callback: () => void) => void,
): LineWriter {
  let held: Buffer[] = []
  let heldBytes = 0
  let lostLines = 0
  let isWaiting = false
  let isClosed = false

  function flush(): void {
    while (held.length > 0 || lostLines > 0) {
      if (room() <= 0) {
        wait()
        return
      }
      const line = held.shift()
      if (line === undefined) {
        sink.write(Buffer.from(describeLoss(lostLines)))
        lostLines = 0
      } else {
        heldBytes -= line.length
        sink.write(line)
      }
    }
  }

  function wait(): void {
    if (isWaiting || isClosed) return
    isWaiting = true
    onRoom(() => {
      isWaiting = false
      flush()
    })
  }

  return {
    get heldBytes() {
      return heldBytes
    },
    write(line) {
      const bytes = Buffer.from(line)
      // Lost lines leave their mark where they are missing, so nothing may overtake it.
      if (lostLines > 0 || heldBytes + bytes.length > mostHeldBytes) {
        lostLines += 1
      } else {
        held.push(bytes)
        heldBytes += bytes.length
      }
      if (!isWaiting) flush()
    },
    reopen: () => sink.reopen(),
    close() {
      if (isClosed) return
      isClosed = true
      flush()
      held = []
      heldBytes = 0
      sink.close()
    },
  }
}
