// The events that wait in one pool, oldest first, and which of them are dropped when there are too many (EVP-04).

import type { SupervisorEvent } from 'reeve/sdk'
import { restoreEvent, type SavedQueue, saveEvent } from './saved.js'

export interface QueuedEvent {
  readonly event: SupervisorEvent
  readonly serial: number
  readonly poolSerial: number
  /** How often listeners have rejected it. */
  rejections: number
}

/** Without a written buffer_size. */
const DEFAULT_SIZE = 10
/** The same until the pool has caught up for the first time: events and bytes of payload (EDGE-03). */
const SIZE_AT_START = 10_000
const BYTES_AT_START = 16 * 1024 * 1024

/**
 * A written size is obeyed exactly. Differs from Supervisor without one: what happens before the listeners are ready
 * does not overflow (EDGE-03; test "the default buffer holds the events of the boot").
 */
export class EventQueue {
  readonly #written: number | null
  /** Those before `#first` are taken: moving the rest for each would cost more than the delivery. */
  #events: (QueuedEvent | undefined)[] = []
  #first = 0
  #isStarting: boolean
  /** Of what came in while starting. */
  #startBytes = 0

  /** `size` is the written buffer_size, or null. */
  constructor(size: number | null) {
    this.#written = size
    this.#isStarting = size === null
  }

  get length(): number {
    return this.#events.length - this.#first
  }

  /** How many events may wait now. */
  get limit(): number {
    if (this.#isStarting && this.#startBytes <= BYTES_AT_START) return SIZE_AT_START
    return this.#written ?? DEFAULT_SIZE
  }

  get first(): QueuedEvent | undefined {
    return this.#events[this.#first]
  }

  /** The one that is taken after `index` others. */
  at(index: number): QueuedEvent | undefined {
    return this.#events[this.#first + index]
  }

  /** Adds at the end; gives the event that was dropped for it. */
  add(event: QueuedEvent): QueuedEvent | undefined {
    if (this.#isStarting && this.length >= DEFAULT_SIZE) {
      // A payload is rendered at most once, so this costs nothing that the delivery would not.
      this.#startBytes += Buffer.byteLength(event.event.payload())
    }
    const dropped = this.#makeRoom()
    this.#events.push(event)
    return dropped
  }

  /**
   * Puts events back that were not dealt with, oldest first; gives the event that was dropped for the first of them.
   * Those that a listener was given ahead were accepted, and there are few: none is dropped for them.
   */
  putBack(events: readonly QueuedEvent[]): QueuedEvent | undefined {
    const dropped = this.#makeRoom()
    for (const event of events.toReversed()) {
      if (this.#first === 0) this.#events.unshift(event)
      else this.#events[--this.#first] = event
    }
    return dropped
  }

  /** Takes the first out: it was delivered. */
  shift(): void {
    this.#take()
    if (this.length === 0) this.#isStarting = false
  }

  save(): SavedQueue {
    const events = this.#events.flatMap((event) => (event === undefined ? [] : [saveEvent(event)]))
    return { isStarting: this.#isStarting, startBytes: this.#startBytes, events }
  }

  /** Goes on with what waited in another image of the program. */
  restore({ isStarting, startBytes, events }: SavedQueue): void {
    this.#isStarting = isStarting
    this.#startBytes = startBytes
    this.#events = events.map(restoreEvent)
    this.#first = 0
  }

  clear(): void {
    this.#events = []
    this.#first = 0
  }

  #makeRoom(): QueuedEvent | undefined {
    return this.length >= this.limit ? this.#take() : undefined
  }

  #take(): QueuedEvent | undefined {
    const first = this.first
    if (first === undefined) return undefined
    this.#events[this.#first] = undefined
    this.#first += 1
    // Half of it is empty, so each event is moved once on average.
    if (this.#first * 2 >= this.#events.length) {
      this.#events.splice(0, this.#first)
      this.#first = 0
    }
    return first
  }
}
