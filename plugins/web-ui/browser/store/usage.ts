// What processes use, as measured while this page is open: the last quarter of an hour of each, in rings.

import { signal } from '@preact/signals'
import type { Usage, UsageChange } from '../api/types.js'

const KEPT_MS = 15 * 60_000

export interface Series {
  /** Milliseconds since 1970, ascending; the others beside it. */
  readonly at: readonly number[]
  /** Processors in use. */
  readonly cpu: readonly number[]
  /** Bytes. */
  readonly rss: readonly number[]
}

const EMPTY: Series = { at: [], cpu: [], rss: [] }
const series = new Map<string, Series>()

/** Grows with each measurement: what shows a series reads it. */
export const measured = signal(0)

export function seriesOf(namespec: string): Series {
  return series.get(namespec) ?? EMPTY
}

export function addUsage({ at, programs }: UsageChange): void {
  for (const [namespec, usage] of Object.entries(programs)) append(namespec, at, usage)
  for (const namespec of series.keys()) if (!(namespec in programs)) trim(namespec, at)
  measured.value += 1
}

/** Puts what was measured before this page was opened in front of what it saw itself. */
export function prependUsage(namespec: string, before: Series): void {
  const own = seriesOf(namespec)
  const until = own.at[0] ?? Number.POSITIVE_INFINITY
  const count = before.at.filter((at) => at < until).length
  series.set(namespec, {
    at: [...before.at.slice(0, count), ...own.at],
    cpu: [...before.cpu.slice(0, count), ...own.cpu],
    rss: [...before.rss.slice(0, count), ...own.rss],
  })
  measured.value += 1
}

function append(namespec: string, at: number, usage: Usage): void {
  const { at: ats, cpu, rss } = seriesOf(namespec)
  const from = firstAfter(ats, at - KEPT_MS)
  series.set(namespec, {
    at: [...ats.slice(from), at],
    cpu: [...cpu.slice(from), (usage.cpuPercent ?? 0) / 100],
    rss: [...rss.slice(from), usage.rssBytes],
  })
}

/** A process that does not run any more keeps its line until it is too old. */
function trim(namespec: string, at: number): void {
  const own = seriesOf(namespec)
  const last = own.at.at(-1)
  if (last === undefined || last < at - KEPT_MS) series.delete(namespec)
}

function firstAfter(ats: readonly number[], limit: number): number {
  const found = ats.findIndex((one) => one > limit)
  return found < 0 ? ats.length : found
}
