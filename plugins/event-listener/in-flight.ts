// The events that a listener was given and has not answered. Most listeners are given one; those of the SDK may ask for
// more, so that a burst takes a few wake-ups instead of two for each event.

import type { EventQueue, QueuedEvent } from './queue.js'

/** Those that asked for more: this many events, and this many characters of payload, so that none waits for long. */
export const MOST_AHEAD = 32
const MOST_CHARACTERS = 32 * 1024

export class InFlight {
  /** Oldest first. */
  #events: QueuedEvent[] = []
  #characters = 0
  /** How many events it may be. */
  most = 1
  /** The next event is the first of those that are given again, and the listener has to know. */
  isGivenAgain = false

  /** The one that is answered next. */
  get first(): QueuedEvent | undefined {
    return this.#events[0]
  }

  get all(): readonly QueuedEvent[] {
    return this.#events
  }

  /** Those that wait and can be given now, oldest first. */
  fitting(queue: EventQueue): readonly QueuedEvent[] {
    const fitting: QueuedEvent[] = []
    let characters = this.#characters
    for (const room = this.most - this.#events.length; fitting.length < room; ) {
      const next = queue.at(fitting.length)
      if (next === undefined) break
      characters += next.event.payload().length
      // One is always taken: a listener that has no event can wait for a long one.
      if (characters > MOST_CHARACTERS && this.#events.length + fitting.length > 0) break
      fitting.push(next)
    }
    return fitting
  }

  add(event: QueuedEvent): void {
    this.#events.push(event)
    this.#characters += event.event.payload().length
  }

  /** The first is dealt with. */
  finish(): void {
    const first = this.#events.shift()
    if (first !== undefined) this.#characters -= first.event.payload().length
  }

  takeAll(): readonly QueuedEvent[] {
    const events = this.#events
    this.#events = []
    this.#characters = 0
    return events
  }

  /** For a new run of the listener. */
  reset(): void {
    this.takeAll()
    this.most = 1
    this.isGivenAgain = false
  }
}
