// What a measurement is, and how both systems are measured in alternation.

import { type Daemon, type DaemonOptions, startDaemon } from '../support/daemon.js'
import { Scratch } from '../support/scratch.js'
import type { Kind } from '../support/systems.js'

/** `full` gives the figures of the table; `quick` only shows that a case works. */
export type Size = 'full' | 'quick'

/** A bound on ours as a part of the reference's figure, or on ours alone; `shown` binds nothing. */
export type Target =
  | { readonly ratioAtMost: number }
  | { readonly ratioAtLeast: number }
  | { readonly atMost: number }
  | { readonly below: number }
  | { readonly shown: true }

/** One line of the table: one figure of what a case measures. */
export interface Row {
  readonly figure: string
  readonly title: string
  readonly unit: string
  readonly target: Target
}

export type Figures = Readonly<Record<string, number>>

export interface BenchCase {
  /** What `npm run bench -- NAME` runs. */
  readonly name: string
  readonly rows: readonly Row[]
  /** How often each system is measured at full size; the median counts. */
  readonly pairs: number
  measure(kind: Kind, size: Size): Promise<Figures>
}

export interface Pair {
  readonly reference: Figures
  readonly ours: Figures
}

/** Measures both systems in turn; who goes first alternates, so that a drift of the machine hits both. */
export async function measurePairs(
  benchCase: BenchCase,
  size: Size,
  ours: Kind,
  onPair: (pair: Pair) => void,
): Promise<Pair[]> {
  const pairs: Pair[] = []
  const count = size === 'full' ? benchCase.pairs : 1
  for (let index = 0; index < count; index += 1) {
    const first = await benchCase.measure(index % 2 === 0 ? 'supervisor' : ours, size)
    const second = await benchCase.measure(index % 2 === 0 ? ours : 'supervisor', size)
    const pair = index % 2 === 0 ? { reference: first, ours: second } : { reference: second, ours: first }
    onPair(pair)
    pairs.push(pair)
  }
  return pairs
}

/** Starts a daemon for one measurement and ends it and all that it started afterwards. */
export async function withDaemon<T>(
  options: Omit<DaemonOptions, 'scratch'> & { readonly prepare?: (scratch: Scratch) => void },
  measure: (daemon: Daemon) => Promise<T>,
): Promise<T> {
  const scratch = new Scratch()
  let daemon: Daemon | undefined
  try {
    options.prepare?.(scratch)
    daemon = await startDaemon({ ...options, scratch })
    return await measure(daemon)
  } finally {
    await daemon?.close()
    await scratch.remove()
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

/** How long a step of a measurement may take before it counts as failed. */
export const PATIENCE_MS = 300_000
