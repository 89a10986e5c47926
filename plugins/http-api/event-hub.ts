// Everything that streams tell of, numbered, and kept for a while for clients that come back.
//
// Nothing is recorded until the first stream opens, and no longer than five minutes after the last one has gone.

import { randomBytes } from 'node:crypto'
import type { Clock, Timer } from 'reeve/sdk'
import { eventText } from './event-stream.js'

/** What costs nothing until it happens; measuring is asked for. */
export const USUAL_KINDS = ['program', 'group', 'daemon'] as const
export const KINDS = [...USUAL_KINDS, 'usage'] as const

/** One event as it goes over the wire. */
export interface Entry {
  readonly number: number
  /** What it has to match: a kind of the stream, or the type of a Supervisor event. */
  readonly topic: string
  /** The process that it is about; null where it is about none. */
  readonly namespec: string | null
  readonly group: string | null
  readonly text: string
}

export interface Subscriber {
  /** Which topics it wants, as text: subscribers with the same text want the same. */
  readonly interest: string
  wants(topic: string): boolean
  take(entry: Entry): void
}

/** What some clients want, or wanted a moment ago. */
interface Interest {
  readonly wants: (topic: string) => boolean
  /** All events after this number that are wanted were recorded. */
  readonly from: number
  clients: number
  expiry: Timer | null
}

const KEPT_ENTRIES = 2_000
const KEPT_CHARACTERS = 2_097_152
const KEPT_MS = 300_000
/** Interests without a client that are kept: each costs a question an event. */
const KEPT_INTERESTS = 16

export class EventHub {
  readonly #clock: Clock
  /** Another run has another one, so that numbers of different runs are not mixed up. */
  readonly #run = randomBytes(4).toString('hex')
  readonly #subscribers = new Set<Subscriber>()
  readonly #interests = new Map<string, Interest>()
  readonly #entries: Entry[] = []
  #characters = 0
  #number = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The number of the latest event. */
  get revision(): number {
    return this.#number
  }

  get kept(): number {
    return this.#entries.length
  }

  /** Is anybody there, or expected back, for events of this topic? */
  wants(topic: string): boolean {
    for (const { wants } of this.#interests.values()) if (wants(topic)) return true
    return false
  }

  /** `data` is called only when the topic is wanted. */
  publish(event: string, about: Pick<Entry, 'topic' | 'namespec' | 'group'>, data: () => unknown): void {
    if (!this.wants(about.topic)) return
    this.#number += 1
    const text = eventText(event, data(), this.idOf(this.#number))
    const entry: Entry = { number: this.#number, ...about, text }
    this.#keep(entry)
    for (const subscriber of this.#subscribers) if (subscriber.wants(about.topic)) subscriber.take(entry)
  }

  subscribe(subscriber: Subscriber): () => void {
    const interest = this.#interestOf(subscriber)
    interest.expiry?.cancel()
    interest.expiry = null
    interest.clients += 1
    this.#subscribers.add(subscriber)
    return () => {
      if (!this.#subscribers.delete(subscriber)) return
      interest.clients -= 1
      if (interest.clients > 0) return
      const forget = () => this.#forget(subscriber.interest)
      interest.expiry = this.#clock.after(KEPT_MS, forget, { background: true })
    }
  }

  idOf(number: number): string {
    return `${this.#run}-${number}`
  }

  /** What came after an id; undefined when that is not known, or not all of it. */
  since(id: string, interest: string): readonly Entry[] | undefined {
    const [run, digits] = id.split('-')
    const number = Number(digits)
    const known = this.#interests.get(interest)
    if (known === undefined || run !== this.#run || !Number.isInteger(number)) return undefined
    const oldest = this.#entries[0]?.number ?? this.#number + 1
    if (number > this.#number || number < known.from || number < oldest - 1) return undefined
    return this.#entries.filter((entry) => entry.number > number)
  }

  close(): void {
    for (const interest of [...this.#interests.keys()]) this.#forget(interest)
  }

  #interestOf({ interest: key, wants }: Subscriber): Interest {
    const known = this.#interests.get(key)
    if (known !== undefined) return known
    const idle = [...this.#interests].filter(([, { clients }]) => clients === 0)
    if (idle.length >= KEPT_INTERESTS) this.#forget(idle[0]?.[0] ?? '')
    const interest: Interest = { wants, from: this.#number, clients: 0, expiry: null }
    this.#interests.set(key, interest)
    return interest
  }

  #keep(entry: Entry): void {
    this.#entries.push(entry)
    this.#characters += entry.text.length
    while (this.#entries.length > KEPT_ENTRIES || this.#characters > KEPT_CHARACTERS) {
      this.#characters -= this.#entries.shift()?.text.length ?? 0
    }
  }

  #forget(key: string): void {
    this.#interests.get(key)?.expiry?.cancel()
    this.#interests.delete(key)
    if (this.#interests.size > 0) return
    this.#entries.length = 0
    this.#characters = 0
  }
}
