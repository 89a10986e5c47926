// The last 15 minutes of all programs: 1.4 kB for each that ran in them, whatever happens.

import type { Process, ResourcePoint, ResourceUsage } from 'reeve/sdk'

/** 15 minutes of samples, five seconds apart. */
export const CAPACITY = 180

interface Series {
  readonly cpu: Float32Array
  readonly rss: Float32Array
  /** The number of its last sample. */
  last: number
}

export class Histories {
  /** When each sample was taken; sample `n` stands at `n % CAPACITY`, here and in every series. */
  readonly #times = new Float64Array(CAPACITY)
  readonly #series = new Map<Process, Series>()
  #count = 0

  add(at: number, usage: ReadonlyMap<Process, ResourceUsage>): void {
    const number = this.#count
    const slot = number % CAPACITY
    this.#times[slot] = at
    // What stood there is 15 minutes old. NaN: the process did not run.
    for (const { cpu, rss } of this.#series.values()) {
      cpu[slot] = Number.NaN
      rss[slot] = Number.NaN
    }
    for (const [process, { cpuPercent, rssBytes }] of usage) {
      const series = this.#seriesOf(process)
      series.cpu[slot] = cpuPercent ?? Number.NaN
      series.rss[slot] = rssBytes
      series.last = number
    }
    this.#count += 1
  }

  /** Lets go of processes whose group is gone, and of those that have not run for 15 minutes. */
  keepOnly(processes: Iterable<Process>): void {
    const kept = new Set(processes)
    for (const [process, { last }] of this.#series) {
      if (!kept.has(process) || this.#count - last > CAPACITY) this.#series.delete(process)
    }
  }

  latest(process: Process): ResourcePoint | null {
    const series = this.#series.get(process)
    return series === undefined ? null : this.#point(series, this.#count - 1)
  }

  of(process: Process): readonly ResourcePoint[] {
    const series = this.#series.get(process)
    const points: ResourcePoint[] = []
    if (series === undefined) return points
    for (let number = Math.max(0, this.#count - CAPACITY); number < this.#count; number++) {
      const point = this.#point(series, number)
      if (point !== null) points.push(point)
    }
    return points
  }

  #seriesOf(process: Process): Series {
    let series = this.#series.get(process)
    if (series === undefined) {
      const empty = () => new Float32Array(CAPACITY).fill(Number.NaN)
      series = { cpu: empty(), rss: empty(), last: 0 }
      this.#series.set(process, series)
    }
    return series
  }

  #point({ cpu, rss }: Series, number: number): ResourcePoint | null {
    const slot = number % CAPACITY
    const rssBytes = rss[slot] ?? Number.NaN
    if (Number.isNaN(rssBytes)) return null
    const cpuPercent = cpu[slot] ?? Number.NaN
    const at = this.#times[slot] ?? 0
    return { at, rssBytes, cpuPercent: Number.isNaN(cpuPercent) ? null : cpuPercent }
  }
}
