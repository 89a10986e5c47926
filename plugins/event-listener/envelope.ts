// What a listener reads: a header line and the payload (EVP-10).

export interface Envelope {
  readonly server: string
  readonly serial: number
  readonly pool: string
  readonly poolSerial: number
  readonly eventName: string
  readonly payload: string
  /** What `len` counts; Supervisor counts characters (EVP-12). */
  readonly lengthInBytes: boolean
}

export function renderEnvelope(envelope: Envelope): Buffer {
  const { server, serial, pool, poolSerial, eventName, payload, lengthInBytes } = envelope
  const bytes = Buffer.byteLength(payload)
  // As many bytes as code units: all of it is ASCII.
  const length = lengthInBytes || bytes === payload.length ? bytes : countCodePoints(payload)
  const header =
    `ver:3.0 server:${server} serial:${serial} pool:${pool} poolserial:${poolSerial} ` +
    `eventname:${eventName} len:${length}\n`
  return Buffer.from(header + payload, 'utf8')
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
