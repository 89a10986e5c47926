// Lines of a log file that contain a text, in bounded steps.

import type { LogMatch, LogMatches } from 'reeve/schemas/api-types'
import type { OpenedLog } from './log-files.js'
import { Refusal } from './refusals.js'

const PIECE_BYTES = 1_048_576
const MOST_BYTES = 16 * PIECE_BYTES
const MOST_TEXT = 1_000
const LINE_CHARACTERS = 2_000
const DEFAULT_LIMIT = 100
const NEWLINE = 0x0a

export interface SearchQuery {
  readonly text?: string
  readonly matchCase?: boolean
  readonly backward?: boolean
  readonly from?: number
  readonly limit?: number
}

export async function searchLog(log: OpenedLog, query: SearchQuery): Promise<LogMatches> {
  const { text = '', backward = false, limit = DEFAULT_LIMIT } = query
  if (text === '' || text.length > MOST_TEXT) {
    throw new Refusal(400, 'BAD_ARGUMENTS', `the query needs a text of 1 to ${MOST_TEXT} characters`)
  }
  // Bytes as Latin-1: positions are those of the file, and letters beyond ASCII compare as they are in both.
  const fold = (bytes: Buffer) => {
    const plain = bytes.toString('latin1')
    return query.matchCase === true ? plain : plain.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  }
  const wanted = fold(Buffer.from(text))
  const matches: LogMatch[] = []
  let position = Math.min(query.from ?? (backward ? log.size : 0), log.size)
  let seen = 0
  while (seen < MOST_BYTES && (backward ? position > 0 : position < log.size)) {
    const piece = backward ? await pieceBefore(log, position) : await pieceFrom(log, position)
    if (piece.bytes.length === 0) break
    const found = linesWith(fold(piece.bytes), wanted, backward, limit - matches.length)
    for (const [start, end] of found) {
      const line = piece.bytes.subarray(start, end).toString('utf8').slice(0, LINE_CHARACTERS)
      matches.push({ offset: piece.start + start, text: line })
    }
    seen += piece.bytes.length
    const last = found.at(-1)
    if (matches.length >= limit && last !== undefined) {
      position = backward ? piece.start + last[0] : piece.start + last[1] + 1
      break
    }
    position = backward ? piece.start : piece.start + piece.bytes.length
  }
  const isDone = backward ? position <= 0 : position >= log.size
  return { matches, next: isDone ? null : position, size: log.size }
}

/** Whole lines from `start` on, as far as a piece goes. */
async function pieceFrom(log: OpenedLog, start: number) {
  const bytes = await log.read(start, Math.min(log.size, start + PIECE_BYTES))
  const isRest = start + bytes.length >= log.size
  const newline = isRest ? -1 : bytes.lastIndexOf(NEWLINE)
  return { start, bytes: newline < 0 ? bytes : bytes.subarray(0, newline + 1) }
}

/** Whole lines up to `end`. */
async function pieceBefore(log: OpenedLog, end: number) {
  const start = Math.max(0, end - PIECE_BYTES)
  const bytes = await log.read(start, end)
  const newline = start === 0 ? -1 : bytes.indexOf(NEWLINE)
  const first = newline < 0 || newline + 1 >= bytes.length ? 0 : newline + 1
  return { start: start + first, bytes: bytes.subarray(first) }
}

/** Start and end of each line that contains the text, without their newlines, in the order of the search. */
function linesWith(text: string, wanted: string, backward: boolean, limit: number): [number, number][] {
  const found: [number, number][] = []
  let at = backward ? text.length : 0
  while (found.length < limit) {
    if (backward ? at <= 0 : at >= text.length) break
    const hit = backward ? text.lastIndexOf(wanted, at - 1) : text.indexOf(wanted, at)
    if (hit < 0) break
    const start = hit === 0 ? 0 : text.lastIndexOf('\n', hit - 1) + 1
    const newline = text.indexOf('\n', hit)
    const end = newline < 0 ? text.length : newline
    found.push([start, end])
    at = backward ? start : end + 1
  }
  return found
}
