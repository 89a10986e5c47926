// From the bytes of stdin to events: a header line, and as many characters as it says (EVP-10, EVP-12).

import { codedError } from '../coded-error.js'
import { readTokens } from './tokens.js'

export interface Envelope {
  readonly eventName: string
  /** The whole header line. */
  readonly header: string
  readonly payload: string
}

/** What is on stdin is not the protocol: nothing that follows can be understood. */
export class ProtocolError extends codedError('ProtocolError', 'REEVE_LISTENER_PROTOCOL') {}

interface Header {
  readonly line: string
  readonly eventName: string
  /** What `len` says. */
  readonly length: number
}

/** No header is longer, so that a stdin that is something else does not fill the memory. */
const LONGEST_HEADER = 64 * 1024
const NEWLINE = 0x0a
const NOTHING = Buffer.alloc(0)
const LAST_ASCII = 0x7f

export class EnvelopeReader {
  readonly #lengthInBytes: boolean
  /** Bytes of an event that is not complete. */
  #rest: Buffer = NOTHING
  #header: Header | null = null

  /** `lengthInBytes`: what `len` counts; Supervisor counts characters. */
  constructor(lengthInBytes: boolean) {
    this.#lengthInBytes = lengthInBytes
  }

  /** Takes the first `length` bytes of a buffer, and gives each complete event. Throws a ProtocolError. */
  read(buffer: Buffer, length: number, give: (envelope: Envelope) => void): void {
    const isBetween = this.#rest.length === 0 && this.#header === null
    const given = isBetween ? giveWhole(buffer, length, give) : 0
    if (given === length) return
    this.#rest = Buffer.concat([this.#rest, buffer.subarray(given, length)])
    for (let envelope = this.#take(); envelope !== null; envelope = this.#take()) give(envelope)
  }

  /** The next event; null when it is not all there. */
  #take(): Envelope | null {
    this.#header ??= this.#takeHeader()
    if (this.#header === null) return null
    const end = this.#payloadEnd(this.#header.length)
    if (end === null) return null
    const { eventName, line } = this.#header
    const payload = this.#rest.toString('utf8', 0, end)
    this.#rest = this.#rest.subarray(end)
    this.#header = null
    return { eventName, header: line, payload }
  }

  #takeHeader(): Header | null {
    const end = this.#rest.indexOf(NEWLINE)
    if (end === -1) {
      if (this.#rest.length > LONGEST_HEADER) throw new ProtocolError('stdin has a line that never ends')
      return null
    }
    const line = this.#rest.toString('utf8', 0, end)
    this.#rest = this.#rest.subarray(end + 1)
    return parseHeader(line)
  }

  /** Where the payload ends; null when that is not there yet. */
  #payloadEnd(length: number): number | null {
    const bytes = this.#rest
    // No character has less than a byte.
    if (bytes.length < length) return null
    if (this.#lengthInBytes) return length
    let end = 0
    for (let count = 0; count < length; count += 1) {
      const first = bytes[end]
      if (first === undefined) return null
      end += widthOf(first)
    }
    return end <= bytes.length ? end : null
  }
}

/**
 * The usual case: whole events, all of them ASCII, so that characters are bytes. It is worth its lines: a third of the
 * time an event takes. Gives the number of bytes that are dealt with.
 */
function giveWhole(buffer: Buffer, length: number, give: (envelope: Envelope) => void): number {
  // A character that the read cut off after its first byte would look like one.
  if (length === 0 || buffer[length - 1]! > LAST_ASCII) return 0
  const text = buffer.toString('utf8', 0, length)
  if (text.length !== length) return 0
  let begin = 0
  while (begin < length) {
    const lineEnd = text.indexOf('\n', begin)
    if (lineEnd === -1) break
    const header = parseHeader(text.slice(begin, lineEnd))
    const end = lineEnd + 1 + header.length
    if (end > length) break
    give({ eventName: header.eventName, header: header.line, payload: text.slice(lineEnd + 1, end) })
    begin = end
  }
  return begin
}

function parseHeader(line: string): Header {
  const known = / eventname:(\S+) len:(\d+)$/.exec(line)
  if (known !== null) return { line, eventName: known[1] ?? '', length: Number(known[2]) }
  // Tokens may come in any order (EVP-10).
  const { eventname: eventName, len } = readTokens(line)
  if (eventName !== undefined && len !== undefined && /^\d+$/.test(len)) {
    return { line, eventName, length: Number(len) }
  }
  const shown = JSON.stringify(line.slice(0, 80))
  throw new ProtocolError(`stdin has no event header but ${shown}: it must be the supervisor's`)
}

/** The bytes of a character of UTF-8, by its first one. */
function widthOf(first: number): number {
  if (first < 0xc0) return 1
  if (first < 0xe0) return 2
  return first < 0xf0 ? 3 : 4
}
