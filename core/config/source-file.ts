// Opens and decodes one config file (CFG-FMT-04, CFG-FMT-07, CFG-FMT-08).

import { closeSync, constants, existsSync, fstatSync, openSync, readSync } from 'node:fs'

/** Nothing sensible is larger; a device that never ends must not fill the memory. */
export const LARGEST_CONFIG_BYTES = 64 * 1024 * 1024

export type ReadResult =
  | { readonly text: string }
  | { readonly failure: 'missing' | 'unreadable' | 'pipe' | 'too-large' }
  | { readonly invalid: InvalidUtf8 }

export interface InvalidUtf8 {
  /** Python's words for it. */
  readonly text: string
  readonly line: number
}

/**
 * The main file may be a pipe, as shells give for `-c <(...)`. An included one may not: whoever can put a file into an
 * included folder could stop the daemon at the next reread, for as long as nobody writes.
 * Differs from Supervisor: it waits ("an included pipe is passed over with a warning, also at a reread, and nobody
 * waits for its writer (EDGE-45)").
 */
export function readConfigFile(path: string, kind: 'main' | 'included'): ReadResult {
  if (!existsSync(path)) return { failure: 'missing' }
  const bytes = readBytes(path, kind)
  if (typeof bytes === 'string') return { failure: bytes }
  try {
    // A byte order mark is kept: Supervisor does not skip it either.
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { invalid: describeInvalidUtf8(bytes) }
  }
}

function readBytes(path: string, kind: 'main' | 'included'): Buffer | 'unreadable' | 'pipe' | 'too-large' {
  let fd: number
  try {
    fd = openSync(path, kind === 'main' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK)
  } catch {
    return 'unreadable'
  }
  try {
    if (kind === 'included' && fstatSync(fd).isFIFO()) return 'pipe'
    const chunks: Buffer[] = []
    let total = 0
    for (;;) {
      const chunk = Buffer.allocUnsafe(65536)
      const count = readSync(fd, chunk)
      if (count === 0) return Buffer.concat(chunks)
      total += count
      if (total > LARGEST_CONFIG_BYTES) return 'too-large'
      chunks.push(chunk.subarray(0, count))
    }
  } catch {
    return 'unreadable'
  } finally {
    closeSync(fd)
  }
}

// Python decodes a file in pieces of this size, and counts positions from where the piece begins.
const PIECE = 8192

function describeInvalidUtf8(bytes: Buffer): InvalidUtf8 {
  let index = 0
  while (index < bytes.length) {
    const sequence = readSequence(bytes, index)
    if (typeof sequence !== 'number')
      return { text: describe(bytes, index, sequence), line: lineAt(bytes, index) }
    index += sequence
  }
  return { text: 'not valid UTF-8', line: 0 }
}

function describe(bytes: Buffer, index: number, { bad, reason }: BadSequence): string {
  const at = index - pieceStart(bytes, index, bad)
  if (bad > 1) return `'utf-8' codec can't decode bytes in position ${at}-${at + bad - 1}: ${reason}`
  const byte = (bytes[index] ?? 0).toString(16).padStart(2, '0')
  return `'utf-8' codec can't decode byte 0x${byte} in position ${at}: ${reason}`
}

// The bytes of a character that crosses the border are kept for the next piece.
function pieceStart(bytes: Buffer, index: number, bad: number): number {
  const proof = index + bad
  if (proof >= bytes.length && bad > 1) return index
  let start = Math.floor((bad > 1 ? proof : index) / PIECE) * PIECE
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1
  return Math.min(start, index)
}

function lineAt(bytes: Buffer, index: number): number {
  return bytes
    .subarray(0, index)
    .toString('latin1')
    .split(/\r\n|\r|\n/).length
}

interface BadSequence {
  readonly bad: number
  readonly reason: string
}

// The lead byte decides how many bytes follow, and for some lead bytes which second byte is possible.
function readSequence(bytes: Buffer, start: number): number | BadSequence {
  const lead = bytes[start] ?? 0
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return { bad: 1, reason: 'invalid start byte' }
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  for (let offset = 1; offset < length; offset++) {
    const byte = bytes[start + offset]
    if (byte === undefined) return { bad: offset, reason: 'unexpected end of data' }
    const fits = offset === 1 ? byte >= low && byte <= high : (byte & 0xc0) === 0x80
    if (!fits) return { bad: offset, reason: 'invalid continuation byte' }
  }
  return length
}
