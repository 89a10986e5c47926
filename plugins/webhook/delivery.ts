// The events that wait for one target, and when they are sent: one request at a time, in order.

import type { Clock, Logger, Timer } from 'reeve/sdk'
import type { Posting, PostOutcome } from './post.js'
import type { EventRecord } from './records.js'

export interface DeliveryOptions {
  /** For the log: the section and where it leads, without secrets. */
  readonly name: string
  readonly clock: Clock
  readonly log: Logger
  readonly send: (events: readonly EventRecord[]) => Posting
  readonly retries: number
  readonly queueSize: number
  readonly batchMs: number
}

/** One request carries at most so many events. */
const MOST_EVENTS = 50
const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 60_000

export class Delivery {
  readonly #options: DeliveryOptions
  readonly #waiting: EventRecord[] = []
  /** The events of the request under way, or of the next attempt. */
  #batch: readonly EventRecord[] = []
  #attempts = 0
  #posting: Posting | null = null
  #timer: Timer | null = null
  #isClosing = false
  #isClosed = false
  #onIdle: (() => void) | null = null
  /** Since the target last took something: for one message at the beginning and one at the end. */
  #isFailing = false
  #dropped = 0

  constructor(options: DeliveryOptions) {
    this.#options = options
  }

  add(event: EventRecord): void {
    if (this.#isClosed) return
    if (this.#waiting.length >= this.#options.queueSize) {
      this.#waiting.shift()
      this.#drop(1, `more than ${this.#options.queueSize} wait`)
    }
    this.#waiting.push(event)
    if (this.#posting !== null || this.#timer !== null) return
    if (this.#options.batchMs > 0 && !this.#isClosing) this.#after(this.#options.batchMs)
    // Events of one moment go together.
    else this.#timer = this.#options.clock.soon(() => this.#elapsed())
  }

  /** Sends what waits without further pauses, each once. Fulfilled when nothing waits or `limitMs` has passed. */
  flush(limitMs: number): Promise<void> {
    this.#isClosing = true
    if (this.#posting === null && this.#timer === null) return Promise.resolve()
    return new Promise((resolve) => {
      const limit = this.#options.clock.after(limitMs, () => resolve())
      this.#onIdle = () => {
        limit.cancel()
        resolve()
      }
      if (this.#posting === null) {
        this.#timer?.cancel()
        this.#elapsed()
      }
    })
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
    this.#timer = null
    this.#posting?.cancel()
    const left = this.#waiting.length + this.#batch.length
    if (left > 0) this.#drop(left, 'the daemon leaves')
    this.#waiting.length = 0
    this.#batch = []
    this.#onIdle?.()
  }

  #after(delayMs: number): void {
    this.#timer = this.#options.clock.after(delayMs, () => this.#elapsed(), { background: true })
  }

  #elapsed(): void {
    this.#timer = null
    if (this.#batch.length === 0) this.#batch = this.#waiting.splice(0, MOST_EVENTS)
    if (this.#batch.length === 0) {
      this.#onIdle?.()
      return
    }
    this.#attempts += 1
    const posting = this.#options.send(this.#batch)
    this.#posting = posting
    posting.outcome.then((outcome) => {
      this.#posting = null
      if (!this.#isClosed) this.#settle(outcome)
    })
  }

  #settle(outcome: PostOutcome): void {
    const { name, log, retries } = this.#options
    if (outcome.ok) {
      if (this.#isFailing) {
        const lost = this.#dropped === 0 ? '' : `; ${this.#dropped} events were dropped`
        log.info(`${name}: takes events again${lost}`)
      }
      this.#isFailing = false
      this.#dropped = 0
      this.#next()
      return
    }
    const isLast = !outcome.retryable || this.#isClosing || this.#attempts > retries
    if (!this.#isFailing) {
      this.#isFailing = true
      log.warn(`${name}: an event was not taken: ${outcome.reason}${isLast ? '' : '; it is tried again'}`)
    }
    if (isLast) {
      this.#drop(this.#batch.length, outcome.reason)
      this.#next()
    } else {
      this.#after(this.#delay(outcome.retryAfterMs))
    }
  }

  #next(): void {
    this.#batch = []
    this.#attempts = 0
    if (this.#waiting.length > 0 && this.#options.batchMs > 0 && !this.#isClosing) {
      this.#after(this.#options.batchMs)
    } else {
      this.#elapsed()
    }
  }

  /** Doubled each time, and never the same for two daemons that a target's failure has brought into step. */
  #delay(askedMs = 0): number {
    const planned = Math.min(FIRST_DELAY_MS * 2 ** (this.#attempts - 1), LONGEST_DELAY_MS)
    return Math.max(askedMs, planned * (0.5 + Math.random() / 2))
  }

  #drop(count: number, reason: string): void {
    if (this.#dropped === 0)
      this.#options.log.error(`${this.#options.name}: events are being dropped: ${reason}`)
    this.#dropped += count
  }
}
