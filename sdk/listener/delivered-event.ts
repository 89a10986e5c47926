// One event in the listener's hands: its fields, and its answer.

import type { Envelope } from './envelope-reader.js'
import type { Delivery, EventHeader, ListenerEvent } from './events.js'
import { readPayload } from './payload.js'
import { readTokens } from './tokens.js'

/** Takes the answer of an event. */
export interface AnswerTo {
  acknowledge(event: object): void
  fail(event: object): void
  respond(event: object, result: string | Uint8Array): void
}

export function createEvent(envelope: Envelope, answerTo: AnswerTo): ListenerEvent {
  return Object.assign(
    new DeliveredEvent(envelope, answerTo),
    readPayload(envelope.eventName, envelope.payload),
  )
}

/** A class, because one prototype costs less than four functions for each event. */
class DeliveredEvent implements Delivery {
  readonly payload: string
  readonly #answerTo: AnswerTo
  readonly #headerLine: string

  constructor({ header, payload }: Envelope, answerTo: AnswerTo) {
    this.payload = payload
    this.#answerTo = answerTo
    this.#headerLine = header
  }

  /** Read when it is asked for: most listeners never look. */
  get header(): EventHeader {
    const { ver, server, serial, pool, poolserial, eventname } = readTokens(this.#headerLine)
    return {
      version: ver ?? '',
      server: server ?? '',
      serial: Number(serial),
      pool: pool ?? '',
      poolSerial: Number(poolserial),
      eventName: eventname ?? '',
    }
  }

  acknowledge(): void {
    this.#answerTo.acknowledge(this)
  }

  fail(): void {
    this.#answerTo.fail(this)
  }

  respond(result: string | Uint8Array): void {
    this.#answerTo.respond(this, result)
  }
}
