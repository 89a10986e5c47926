// The moment that a log line carries, where it carries one, and finding a moment in a long log.

import { get } from '../../api/request.js'
import type { LogWindow } from '../../api/types.js'
import type { Source } from './source.js'

/** `2026-01-31 10:20:30,123`, `2026-01-31T10:20:30.123Z`, and the same with slashes, near the beginning of a line. */
const ISO =
  /(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,3})\d*)?(Z|[+-]\d{2}:?\d{2})?/
/** `31/Jan/2026:10:20:30 +0100`, as web servers write it. */
const COMMON = /(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})/
const NEAR_BEGINNING = 120

/** Milliseconds since 1970; null for a line without a time. Times without a zone are this browser's. */
export function timeOf(line: string): number | null {
  const text = line.slice(0, NEAR_BEGINNING)
  const iso = ISO.exec(text)
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction = '0', zone = ''] = iso
    return parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}${zone}`)
  }
  const common = COMMON.exec(text)
  return common === null ? null : parse(`${common[1]} ${common[2]} ${common[3]} ${common[4]} ${common[5]}`)
}

function parse(text: string): number | null {
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : time
}

/** Enough to hold some lines; more at once where there are lines without a time. */
const PROBE_BYTES = 32 * 1024
const STRIDE_BYTES = 256 * 1024
/** A line that two parts cut is whole in one of them when they overlap. */
const OVERLAP_BYTES = 4 * 1024

/** A part of a file, by its first byte, and the first time in it that was asked for. */
interface Timed {
  readonly offset: number
  readonly time: number
}

/**
 * A byte shortly before the first line of a moment or after it, by halving the file; near the end where all are older;
 * null where lines carry no time. A log is written in order, though not every line says when: a stack trace does not.
 */
export async function findTime(
  source: Source,
  file: number,
  size: number,
  wanted: number,
): Promise<number | null> {
  let low = 0
  let high = size
  let isFound = false
  while (high - low > PROBE_BYTES) {
    const middle = Math.floor((low + high) / 2)
    const found = await firstTime(source, file, [middle, high])
    isFound ||= found !== null
    if (found !== null && found.time < wanted) low = middle
    else high = middle
  }
  const found = await firstTime(source, file, [low, size], wanted)
  return found?.offset ?? (isFound ? low : null)
}

/** The first time in a part of the file that is not before another; null where there is none. */
async function firstTime(
  source: Source,
  file: number,
  [from, to]: readonly [number, number],
  wanted = Number.NEGATIVE_INFINITY,
): Promise<Timed | null> {
  let length = PROBE_BYTES
  for (let offset = from; offset < to; offset += length - OVERLAP_BYTES, length = STRIDE_BYTES) {
    const query = new URLSearchParams({
      offset: String(offset),
      length: String(length),
      file: String(file),
    })
    const { text } = await get<LogWindow>(`${source.path}?${query}`)
    // A line may have begun before.
    const lines = text.split('\n').slice(offset === 0 ? 0 : 1)
    const time = lines.map(timeOf).find((one) => one !== null && one >= wanted)
    if (time != null) return { offset, time }
  }
  return null
}
