// A window into a log file: bytes or lines, as text, with the bytes that it really is.

import type { LogWindow } from 'reeve/schemas/api-types'
import type { OpenedLog } from './log-files.js'
import { Refusal } from './refusals.js'

const DEFAULT_BYTES = 65_536
const NEWLINE = 0x0a

export interface WindowQuery {
  readonly offset?: number
  readonly length?: number
  readonly lines?: number
  readonly before?: number
  readonly file?: number
}

export async function readWindow(log: OpenedLog, query: WindowQuery): Promise<LogWindow> {
  const { start, bytes } =
    query.lines === undefined ? await readBytes(log, query) : await readLines(log, query, query.lines)
  const skipped = start === 0 ? 0 : continuationBytes(bytes)
  const whole = bytes.subarray(skipped, wholeCharacters(bytes))
  return {
    path: log.path,
    file: query.file ?? 0,
    offset: start + skipped,
    end: start + skipped + whole.length,
    size: log.size,
    text: whole.toString('utf8'),
  }
}

async function readBytes(log: OpenedLog, { offset, length = DEFAULT_BYTES }: WindowQuery) {
  const wanted = offset ?? -length
  if (wanted > log.size) {
    throw new Refusal(416, 'BAD_ARGUMENTS', `the log ends at ${log.size}`)
  }
  const start = wanted < 0 ? Math.max(0, log.size + wanted) : wanted
  return { start, bytes: await log.read(start, Math.min(log.size, start + length)) }
}

/** Whole lines from behind; a line that is longer than the window is cut. */
async function readLines(
  log: OpenedLog,
  { before = log.size, length = DEFAULT_BYTES }: WindowQuery,
  lines: number,
) {
  const end = Math.min(before, log.size)
  const start = Math.max(0, end - length)
  const bytes = await log.read(start, end)
  let first = start === 0 ? 0 : bytes.indexOf(NEWLINE, 0) + 1
  if (first >= bytes.length) first = 0
  let at = bytes.length
  for (let left = lines; left > 0 && at > first; left--) {
    // The newline at the end of the last line is part of it.
    const newline = at >= 2 ? bytes.lastIndexOf(NEWLINE, at - 2) : -1
    at = newline + 1
  }
  const from = Math.max(first, at)
  return { start: start + from, bytes: bytes.subarray(from) }
}

/** How many bytes at the beginning belong to a character that began before. */
function continuationBytes(bytes: Buffer): number {
  let count = 0
  while (count < 3 && count < bytes.length && isContinuation(bytes[count])) count++
  return count
}

/** How many bytes there are without a character that is not complete at the end. */
export function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (isContinuation(byte)) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needed > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
