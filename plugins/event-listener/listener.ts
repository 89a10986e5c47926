// One listener: the bytes of its stdout as inputs of the state machine (EVP-13..22).

import { type DeliveredEvent, decodeOutput, type Logger, type Process, type ResultHandler } from 'reeve/sdk'
import { hasAt, readInteger } from './answer-bytes.js'
import { defaultHandler, OK } from './handlers.js'
import { InFlight } from './in-flight.js'
import * as messages from './messages.js'
import type { QueuedEvent } from './queue.js'
import { restoreEvent, type SavedListener, saveEvent } from './saved.js'
import {
  LISTENER_TRANSITIONS,
  type ListenerAction,
  type ListenerInput,
  type ListenerState,
} from './transitions.js'

const READY_LINE = Buffer.from('READY\n')
/** And how many events it takes ahead of its answers. */
const READY_AHEAD = Buffer.from('READY ')
const LONGEST_READY = READY_AHEAD.length + 6
const NEWLINE = 0x0a
/** The characters before the length, which are not compared (EVP-14). */
const RESULT_START = 'RESULT '.length
const NOTHING = Buffer.alloc(0)
/** A result line, and a result, may have this many bytes. Supervisor collects them without a limit. */
const LONGEST_LINE = 4096
const LONGEST_RESULT = 1024 * 1024

export interface ListenerParts {
  readonly process: Process
  readonly log: Logger
  /** Null until it is loaded; no event is delivered before that. */
  readonly handler: () => ResultHandler | null
  /** Takes events back that were not dealt with; `isRejected` when the handler refused the answer of the first. */
  readonly giveBack: (events: readonly QueuedEvent[], isRejected: boolean) => void
  /** How many unanswered events it may ask for. */
  readonly mostAhead: () => number
}

export class Listener {
  readonly process: Process
  state: ListenerState = 'ACKNOWLEDGED'
  readonly inFlight = new InFlight()
  readonly #parts: ListenerParts
  /** What it has said, and how much of that is dealt with. */
  #bytes: Buffer = NOTHING
  #at = 0
  /** Of the result that is coming in. */
  #resultLength: number | null = null

  constructor(parts: ListenerParts) {
    this.process = parts.process
    this.#parts = parts
  }

  get name(): string {
    return this.process.name
  }

  /** Can it be given events, as far as they fit (EVP-02)? */
  get isEligible(): boolean {
    return (this.state === 'READY' || this.state === 'BUSY') && this.process.state === 'RUNNING'
  }

  /** A new run of the process begins: what the one before said counts no more. */
  begin(): void {
    this.end()
    this.#reset()
  }

  /** The process is gone, perhaps with an event in flight (EVP-19). */
  end(): void {
    this.#input('ended')
    this.#reset()
  }

  save(): Omit<SavedListener, 'process' | 'credentials'> {
    return {
      state: this.state,
      events: this.inFlight.all.map(saveEvent),
      mostAhead: this.inFlight.most,
      isGivenAgain: this.inFlight.isGivenAgain,
      unread: this.#bytes.toString('base64', this.#at),
      resultLength: this.#resultLength,
    }
  }

  /** The run of another image of the program goes on. */
  resume(saved: SavedListener): void {
    this.state = saved.state
    for (const event of saved.events) this.inFlight.add(restoreEvent(event))
    this.inFlight.most = saved.mostAhead
    this.inFlight.isGivenAgain = saved.isGivenAgain
    this.#bytes = Buffer.from(saved.unread, 'base64')
    this.#at = 0
    this.#resultLength = saved.resultLength
  }

  /** The pool has written the event to its stdin. */
  deliver(event: QueuedEvent): void {
    this.inFlight.add(event)
    this.inFlight.isGivenAgain = false
    this.#input('delivered')
  }

  /** Takes bytes of its stdout. Never throws. */
  receive(bytes: Buffer): void {
    if (this.state === 'UNKNOWN') return
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes])
    while (this.#unread > 0 && this.#readers[this.state]());
    // The caller uses its buffer again, so what is left over is copied.
    this.#bytes = this.#unread > 0 ? Buffer.from(this.#bytes.subarray(this.#at)) : NOTHING
    this.#at = 0
  }

  get #unread(): number {
    return this.#bytes.length - this.#at
  }

  /** One step by state: true when the rest should be looked at again, false to wait for more. */
  readonly #readers: Readonly<Record<ListenerState, () => boolean>> = {
    ACKNOWLEDGED: () => {
      const isReady = this.#readReady()
      if (isReady === null) return false
      this.#change(isReady ? 'ready' : 'noise')
      // It may have the next event already.
      if (isReady && this.inFlight.first !== undefined) this.#input('delivered')
      return true
    },
    READY: () => {
      this.#change('noise')
      return false
    },
    BUSY: () => (this.#resultLength === null ? this.#readResultLine() : this.#readResult(this.#resultLength)),
    UNKNOWN: () => {
      this.#forget()
      return false
    },
  }

  /** Null: not all of it is there. */
  #readReady(): boolean | null {
    if (this.#unread < READY_LINE.length) return null
    if (hasAt(this.#bytes, this.#at, READY_LINE)) {
      this.#at += READY_LINE.length
      return true
    }
    const most = this.#parts.mostAhead()
    if (most === 1 || !hasAt(this.#bytes, this.#at, READY_AHEAD)) return false
    const begin = this.#at + READY_AHEAD.length
    const end = this.#bytes.indexOf(NEWLINE, begin)
    if (end === -1) return this.#unread <= LONGEST_READY ? null : false
    const asked = readInteger(this.#bytes, begin, end)
    if (asked === null || asked === 0) return false
    this.#at = end + 1
    this.inFlight.most = Math.min(asked, most)
    return true
  }

  #readResultLine(): boolean {
    const begin = this.#at
    const end = this.#bytes.indexOf(NEWLINE, begin)
    if (end === -1 && this.#unread <= LONGEST_LINE) return false
    const lineEnd = end === -1 ? begin + LONGEST_LINE : Math.min(end, begin + LONGEST_LINE)
    const length = readInteger(this.#bytes, begin + RESULT_START, lineEnd)
    // Differs from Supervisor, which waits for ever for results of a negative or a huge length, and reads lines of any
    // length (test "a result line or a result without end does not grow in memory").
    if (lineEnd !== end || length === null || length > LONGEST_RESULT) {
      messages.badResultLine(this.#parts.log, this.name, decodeOutput(this.#bytes.subarray(begin, lineEnd)))
      this.#change('badResult')
      return false
    }
    this.#at = end + 1
    this.#resultLength = length
    return true
  }

  /** An empty result, too, is acted on when further bytes arrive (EVP-22). */
  #readResult(length: number): boolean {
    if (this.#unread < length) return false
    const begin = this.#at
    this.#at += length
    this.#resultLength = null
    this.#change(this.#judge(begin, this.#at))
    return true
  }

  #judge(begin: number, end: number): 'accepted' | 'rejected' | 'failed' {
    const { log, process } = this.#parts
    const handler = this.#parts.handler()
    // The usual case, without what a handler would need.
    if (handler === defaultHandler && end - begin === OK.length && hasAt(this.#bytes, begin, OK)) {
      messages.processed(log, this.name)
      return 'accepted'
    }
    const result = Buffer.from(this.#bytes.subarray(begin, end))
    const { event, serial, poolSerial } = this.inFlight.first!
    const delivered: DeliveredEvent = {
      type: event.type,
      payload: () => event.payload(),
      serial,
      poolSerial,
      process,
    }
    try {
      const answer: unknown = handler?.(delivered, result)
      if (answer instanceof Promise) {
        answer.catch((error: unknown) => messages.handlerFailed(log, this.name, String(error)))
      }
      messages.processed(log, this.name)
      return 'accepted'
    } catch (error) {
      if (error instanceof Error && error.name === 'RejectEvent') {
        messages.rejected(log, this.name)
        return 'rejected'
      }
      messages.causedError(
        log,
        this.name,
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      )
      return 'failed'
    }
  }

  /** An input that the log tells of. */
  #change(input: ListenerInput): void {
    const { log } = this.#parts
    const from = this.state
    const { to } = LISTENER_TRANSITIONS[from][input]
    messages.stateChanged(log, this.name, from, to)
    if (to === 'UNKNOWN') {
      this.#forget()
      messages.enteredUnknown(log, this.name)
    }
    this.#input(input)
  }

  #input(input: ListenerInput): void {
    const { to, action } = LISTENER_TRANSITIONS[this.state][input]
    this.state = to
    this.#actions[action](input)
  }

  readonly #actions: Readonly<Record<ListenerAction, (input: ListenerInput) => void>> = {
    ignore: () => {},
    take: () => {},
    finish: () => this.inFlight.finish(),
    giveBack: (input) => {
      const events = this.inFlight.takeAll()
      if (events.length === 0) return
      this.inFlight.isGivenAgain = this.inFlight.most > 1
      this.#parts.giveBack(events, input === 'rejected')
    },
  }

  #forget(): void {
    this.#bytes = NOTHING
    this.#at = 0
  }

  #reset(): void {
    this.#forget()
    this.inFlight.reset()
    this.#resultLength = null
  }
}
