// The protocol as the listener keeps it (EVP-13..18): READY, an event, its answer, READY again.
//
//   idle --ready()--> ready --event--> busy --answer--> answered --ready()--> ready
//
// The answer OK and the next READY go out in one write where the listener has nothing to say in between.
//
// A supervisor that offers it gives events ahead (../events-ahead.ts). They wait here, so that who listens is told of
// one at a time as ever; the answers to those that were quick go out together.

import { codedError } from '../coded-error.js'
import { Arrivals } from './arrivals.js'
import type { Connection } from './connection.js'
import { type AnswerTo, createEvent } from './delivered-event.js'
import type { ListenerEvent } from './events.js'
import { Outbox } from './outbox.js'

export interface ConversationOptions {
  readonly connection: Connection
  /** `len` counts bytes: the section has `len_in_bytes=true`. */
  readonly lengthInBytes?: boolean | undefined
  /** The first pause after a FAIL; it doubles with each further one, up to ten seconds, until an OK. */
  readonly failurePauseMs?: number | undefined
}

/** An event has one answer. */
export class AlreadyAnsweredError extends codedError('AlreadyAnsweredError', 'REEVE_LISTENER_ANSWERED') {}

const OK = Buffer.from('RESULT 2\nOK')
const OK_RESULT = Buffer.from('OK')
const FAIL = Buffer.from('RESULT 4\nFAIL')
const READY = Buffer.from('READY\n')
const OK_READY = Buffer.concat([OK, READY])
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000

export class Conversation {
  readonly #connection: Connection
  readonly #mostAhead: number
  readonly #arrivals: Arrivals
  readonly #outbox = new Outbox((bytes) => this.#write(bytes))
  readonly #firstPauseMs: number
  #onEvent: (event: ListenerEvent) => void = () => {}
  #onEnd: (error?: unknown) => void = () => {}
  /** The event that waits for its answer. */
  #busy: object | null = null
  #isReady = false
  #hasSaidReady = false
  #isTelling = false
  #hasEnded = false
  #failures = 0
  #pause: NodeJS.Timeout | undefined
  readonly #answers: AnswerTo = {
    acknowledge: (event) => {
      this.#answer(event, OK)
      this.#failures = 0
    },
    fail: (event) => {
      this.#answer(event, FAIL)
      this.#failures += 1
      this.#giveUpAhead()
    },
    respond: (event, result) => {
      const bytes = Buffer.from(result)
      this.#answer(event, Buffer.concat([Buffer.from(`RESULT ${bytes.length}\n`), bytes]))
      this.#failures = 0
      if (!bytes.equals(OK_RESULT)) this.#giveUpAhead()
    },
  }

  constructor({ connection, lengthInBytes = false, failurePauseMs = FIRST_PAUSE_MS }: ConversationOptions) {
    this.#connection = connection
    this.#mostAhead = connection.mostAhead ?? 1
    this.#arrivals = new Arrivals(lengthInBytes)
    this.#firstPauseMs = failurePauseMs
  }

  /** Begins to read. `event` comes once after each `ready`; `end` once, with what went wrong if anything did. */
  open(listener: { event(event: ListenerEvent): void; end(error?: unknown): void }): void {
    this.#onEvent = listener.event
    this.#onEnd = listener.end
    this.#connection.open({
      bytes: (buffer, length) => this.#take(buffer, length),
      end: () => this.close(),
    })
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Asks for the next event; the last one, if it has no answer yet, was handled. */
  ready(): void {
    if (this.#hasEnded || this.#isReady) return
    const isHandled = this.#busy !== null
    this.#busy = null
    if (isHandled) this.#failures = 0
    if (this.#failures > 0 && this.#firstPauseMs > 0) this.#readyLater()
    else this.#sayReady(isHandled ? OK_READY : READY)
  }

  /** Answers FAIL for an event that has no answer yet. */
  failUnanswered(): void {
    if (this.#busy !== null) this.#answers.fail(this.#busy)
  }

  close(error?: unknown): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    const last = this.#outbox.take()
    if (last.length > 0) this.#connection.write(last)
    clearTimeout(this.#pause)
    this.#connection.close()
    this.#onEnd(error)
  }

  /** The supervisor delivers a failed event at once, for ever (EVP-06): without a pause both would spin. */
  #readyLater(): void {
    const pauseMs = Math.min(this.#firstPauseMs * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS)
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#sayReady(READY), pauseMs)
  }

  #sayReady(text: Uint8Array): void {
    this.#isReady = true
    if (!this.#hasSaidReady) this.#outbox.send(this.#firstReady())
    else if (this.#arrivals.isEmpty) this.#outbox.send(text)
    else this.#outbox.hold(text)
    this.#tell()
  }

  #firstReady(): Uint8Array {
    this.#hasSaidReady = true
    return this.#mostAhead > 1 ? Buffer.from(`READY ${this.#mostAhead}\n`) : READY
  }

  #take(buffer: Buffer, length: number): void {
    if (this.#hasEnded) return
    try {
      this.#arrivals.read(buffer, length)
    } catch (error) {
      this.close(error)
    }
    this.#tell()
  }

  /** Tells of what arrived, one at a time: a listener that is quick says READY while it is told. */
  #tell(): void {
    if (this.#isTelling) return
    this.#isTelling = true
    try {
      while (this.#isReady && !this.#hasEnded) {
        const envelope = this.#arrivals.next()
        if (envelope === undefined) break
        const event = createEvent(envelope, this.#answers)
        this.#isReady = false
        this.#busy = event
        this.#outbox.begin()
        this.#onEvent(event)
      }
    } catch (error) {
      this.close(error)
    } finally {
      this.#isTelling = false
    }
  }

  /** The supervisor takes back what it gave ahead, and gives it again. */
  #giveUpAhead(): void {
    if (this.#mostAhead > 1) this.#arrivals.rewind()
  }

  #answer(event: object, result: Uint8Array): void {
    if (this.#busy !== event) throw new AlreadyAnsweredError('the event has its answer already')
    this.#busy = null
    this.#outbox.send(result)
  }

  #write(bytes: Uint8Array): void {
    if (!this.#hasEnded && !this.#connection.write(bytes)) this.close()
  }
}
