// Events that came in and that the listener was not told of yet: one at most, unless the supervisor gives them ahead.

import { GIVEN_AGAIN } from '../events-ahead.js'
import { type Envelope, EnvelopeReader } from './envelope-reader.js'

const AGAIN = ` ${GIVEN_AGAIN} eventname:`

export class Arrivals {
  readonly #reader: EnvelopeReader
  /** Oldest first. */
  #envelopes: Envelope[] = []
  /** What comes in was given before the supervisor took it back. */
  #isRewinding = false

  constructor(lengthInBytes: boolean) {
    this.#reader = new EnvelopeReader(lengthInBytes)
  }

  get isEmpty(): boolean {
    return this.#envelopes.length === 0
  }

  /** Takes the first `length` bytes of a buffer. Throws a ProtocolError. */
  read(buffer: Buffer, length: number): void {
    this.#reader.read(buffer, length, (envelope) => {
      if (this.#isRewinding && !envelope.header.includes(AGAIN)) return
      this.#isRewinding = false
      this.#envelopes.push(envelope)
    })
  }

  next(): Envelope | undefined {
    return this.#envelopes.shift()
  }

  /** An answer was not OK: the supervisor gives all that have none once more. */
  rewind(): void {
    this.#envelopes = []
    this.#isRewinding = true
  }
}
