// Sinks in front of another sink: they have room when it has.

import type { Sink } from '../../sdk/hooks.js'

export type BoundedSink = Sink & { reopen(): void; close(): void }

/**
 * Gives `sink` the room of `next`. `mostHeld` is what the sink may have kept back from earlier writes and give along
 * with the next one; it is left free.
 */
export function passRoom(next: Sink, mostHeld: number, sink: BoundedSink): BoundedSink {
  const { room, onRoom } = next
  if (room === undefined || onRoom === undefined) return sink
  return {
    ...sink,
    room: () => Math.max(room.call(next) - mostHeld, 0),
    onRoom: (callback) => onRoom.call(next, callback),
  }
}

/** One sink that gives its bytes to several. Only the first may be one that can be full. */
export function tee(first: Sink, others: readonly Sink[]): BoundedSink {
  return passRoom(first, 0, {
    write(bytes) {
      first.write(bytes)
      for (const other of others) other.write(bytes)
    },
    reopen() {
      first.reopen?.()
      for (const other of others) other.reopen?.()
    },
    close() {
      first.close?.()
      for (const other of others) other.close?.()
    },
  })
}
