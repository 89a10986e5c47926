// What processes use, as measured while this page is open: the last quarter of an hour of each, in rings.

import { signal } from '@preact/signals'
import { get, listOf } from '../api/request.js'
import type { Usage, UsageChange, UsageHistories } from '../api/types.js'
import { programOf } from './programs.js'

/** What is kept and shown. */
export const SPAN_MS = 15 * 60_000

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

/** Bytes a second that each process wrote before the last measurement; those that were quiet are left out. */
let logRates: ReadonlyMap<string, number> = new Map()

export function logRateOf(namespec: string): number {
  return logRates.get(namespec) ?? 0
}

export function addUsage({ at, sinceMs, programs, logBytes }: UsageChange): void {
  const seconds = (sinceMs ?? 0) / 1000
  logRates = new Map(
    seconds <= 0 ? [] : Object.entries(logBytes).map(([name, bytes]) => [name, bytes / seconds]),
  )
  for (const [namespec, usage] of Object.entries(programs)) append(namespec, at, usage)
  for (const namespec of series.keys()) if (!(namespec in programs)) trim(namespec, at)
  measured.value += 1
}

const asked = new Set<string>()
const waiting = new Set<string>()
const TOGETHER_MS = 50

/** Asks, once, for what was measured before this page was opened. Called for what is in sight. */
export function wantHistory(namespec: string): void {
  if (asked.has(namespec)) return
  asked.add(namespec)
  if (waiting.size === 0) setTimeout(() => void readHistories(), TOGETHER_MS)
  waiting.add(namespec)
}

/** Asks again for what was measured while nothing could be heard. */
export function fillGap(): void {
  const names = [...asked]
  asked.clear()
  for (const namespec of names) wantHistory(namespec)
}

/** So many names fit into one address. */
const NAMES = 100

async function readHistories(): Promise<void> {
  const names = [...waiting].filter((namespec) => programOf(namespec) !== undefined)
  waiting.clear()
  for (let from = 0; from < names.length; from += NAMES) {
    try {
      const query = `programs=${listOf(names.slice(from, from + NAMES))}`
      const { programs } = await get<UsageHistories>(`/usage?${query}`)
      for (const [namespec, points] of Object.entries(programs)) insert(namespec, points)
      measured.value += 1
    } catch {
      // Then the lines begin now.
    }
  }
}

/** What the daemon knows takes the place of what was heard of the same time. */
function insert(namespec: string, points: readonly Usage[]): void {
  const own = seriesOf(namespec)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return
  const until = firstAfter(own.at, first.at - 1)
  const from = firstAfter(own.at, last.at)
  const join = (mine: readonly number[], theirs: readonly number[]) => [
    ...mine.slice(0, until),
    ...theirs,
    ...mine.slice(from),
  ]
  series.set(namespec, {
    at: join(
      own.at,
      points.map((point) => point.at),
    ),
    cpu: join(own.cpu, points.map(processors)),
    rss: join(
      own.rss,
      points.map((point) => point.rssBytes),
    ),
  })
}

function processors({ cpuPercent }: Usage): number {
  return (cpuPercent ?? 0) / 100
}

function append(namespec: string, at: number, usage: Usage): void {
  const { at: ats, cpu, rss } = seriesOf(namespec)
  const from = firstAfter(ats, at - SPAN_MS)
  series.set(namespec, {
    at: [...ats.slice(from), at],
    cpu: [...cpu.slice(from), processors(usage)],
    rss: [...rss.slice(from), usage.rssBytes],
  })
}

/** A process that does not run any more keeps its line until it is too old. */
function trim(namespec: string, at: number): void {
  const own = seriesOf(namespec)
  const last = own.at.at(-1)
  if (last === undefined || last < at - SPAN_MS) series.delete(namespec)
}

function firstAfter(ats: readonly number[], limit: number): number {
  const found = ats.findIndex((one) => one > limit)
  return found < 0 ? ats.length : found
}
