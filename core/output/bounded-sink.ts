// Sinks in front of another sink: they have room when it has.

import type { Sink } from '../../sdk/hooks.js'

export type BoundedSink = Sink & { reopen(): void; close(): void }

/**
 * Gives `sink` the room of `next`. `mostHeld` is what the sink may have kept back from earlier writes and give along
 * with the next one; it is left free.
 */
export function passRoom<Bounded extends BoundedSink>(next: Sink, mostHeld: number, sink: Bounded): Bounded {
  const { room, onRoom } = next
  if (room === undefined || onRoom === undefined) return sink
  return {
    ...sink,
    room: () => Math.max(room.call(next) - mostHeld, 0),
    onRoom: (callback) => onRoom.call(next, callback),
  }
}

/** One sink that gives its bytes to several; it has the room of the one that has least. */
export function tee(first: Sink, others: readonly Sink[]): BoundedSink {
  const sinks = [first, ...others]
  const sink: BoundedSink = {
    write(bytes) {
      for (const one of sinks) one.write(bytes)
    },
    reopen() {
      for (const one of sinks) one.reopen?.()
    },
    close() {
      for (const one of sinks) one.close?.()
    },
  }
  const bounded = sinks.filter(({ room, onRoom }) => room !== undefined && onRoom !== undefined)
  const [only, ...more] = bounded
  if (only === undefined) return sink
  return passRoom(more.length === 0 ? only : narrowest(bounded), 0, sink)
}

/** The room of several: who waits, waits for the fullest of them, and then asks again. */
function narrowest(sinks: readonly Sink[]): Pick<Sink, 'write' | 'room' | 'onRoom'> {
  const roomOf = (sink: Sink) => sink.room?.() ?? Number.POSITIVE_INFINITY
  return {
    write() {},
    room: () => Math.min(...sinks.map(roomOf)),
    onRoom(callback) {
      const fullest = sinks.reduce((left, right) => (roomOf(right) < roomOf(left) ? right : left))
      fullest.onRoom?.(callback)
    },
  }
}
