// What a listener reads: a header line and the payload (EVP-10).

import { GIVEN_AGAIN } from 'reeve/sdk'

export interface Envelope {
  readonly serial: number
  readonly poolSerial: number
  readonly eventName: string
  readonly payload: string
  /** The first of those that a listener is given again after it was given some ahead. */
  readonly isGivenAgain?: boolean
}

/** What is the same in all envelopes of a pool. */
export interface EnvelopeOptions {
  readonly server: string
  readonly pool: string
  /** What `len` counts; Supervisor counts characters (EVP-12). */
  readonly lengthInBytes: boolean
}

/** Gives the bytes of an envelope, which the next call may overwrite. */
export type EnvelopeRenderer = (envelope: Envelope) => Buffer

/** Most envelopes fit. */
const BUFFER_BYTES = 16_384
/** What a code unit of UTF-16 takes at most in UTF-8. */
const WIDEST_BYTES = 3

const AGAIN = ` ${GIVEN_AGAIN}`

export function createEnvelopeRenderer({ server, pool, lengthInBytes }: EnvelopeOptions): EnvelopeRenderer {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  /** The beginning that was given last: one envelope is often as long as the one before. */
  let view = buffer
  const begin = `ver:3.0 server:${server} serial:`
  const middle = ` pool:${pool} poolserial:`
  const render = (
    { serial, poolSerial, eventName, payload, isGivenAgain = false }: Envelope,
    length: number,
  ) =>
    `${begin + serial + middle + poolSerial}${isGivenAgain ? AGAIN : ''} eventname:${eventName} len:${length}\n${payload}`

  return (envelope) => {
    const { payload } = envelope
    // The usual case: all of it is ASCII, so that bytes, characters and code units are as many. Writing it shows.
    const text = render(envelope, payload.length)
    if (text.length * WIDEST_BYTES <= buffer.length) {
      const written = buffer.write(text)
      if (written === text.length) {
        if (view.length !== written) view = buffer.subarray(0, written)
        return view
      }
    }
    const length = lengthInBytes ? Buffer.byteLength(payload) : countCodePoints(payload)
    return Buffer.from(render(envelope, length))
  }
}

/** Characters as Python counts them: a surrogate pair is one. */
export function countCodePoints(text: string): number {
  let count = text.length
  for (let index = 0; index < text.length - 1; index += 1) {
    if (isHighSurrogate(text.charCodeAt(index)) && isLowSurrogate(text.charCodeAt(index + 1))) {
      count -= 1
      index += 1
    }
  }
  return count
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}
