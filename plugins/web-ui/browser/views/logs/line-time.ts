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

/** Enough to hold some lines. */
const PROBE_BYTES = 32 * 1024

/**
 * The byte of a line at or shortly before a moment, by halving the file; null where its lines carry no time. A log is
 * written in order.
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
    const time = await timeAt(source, file, middle)
    if (time === null) return isFound ? low : null
    isFound = true
    if (time < wanted) low = middle
    else high = middle
  }
  return low
}

/** The first time in a part of the file. */
async function timeAt(source: Source, file: number, offset: number): Promise<number | null> {
  const query = new URLSearchParams({
    offset: String(offset),
    length: String(PROBE_BYTES),
    file: String(file),
  })
  const { text } = await get<LogWindow>(`${source.path}?${query}`)
  for (const line of text.split('\n').slice(1)) {
    const time = timeOf(line)
    if (time !== null) return time
  }
  return null
}
