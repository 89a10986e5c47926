// Figures that only grow, kept for each process as long as it exists.

import type { Channel, Process, ProcessUsage } from 'reeve/sdk'

interface Tally {
  stdout: number
  stderr: number
  startedAt: number
  cpuMs: number
}

export class Tallies {
  readonly #tallies = new WeakMap<Process, Tally>()

  /** Counts what the channel carries from now on. */
  count(channel: Channel, process: Process): void {
    const tally = this.#of(process)
    const { name } = channel
    channel.addSink({
      write(bytes) {
        tally[name] += bytes.length
      },
    })
  }

  bytes(process: Process, name: 'stdout' | 'stderr'): number {
    return this.#tallies.get(process)?.[name] ?? 0
  }

  /** A tree's CPU time steps back when a descendant ends that nobody waits for; a counter must not. */
  cpuSeconds(process: Process, usage: ProcessUsage | undefined): number | null {
    if (usage === undefined) return null
    const tally = this.#of(process)
    const isSameRun = tally.startedAt === process.startedAt
    tally.cpuMs = isSameRun ? Math.max(tally.cpuMs, usage.treeCpuMs) : usage.treeCpuMs
    tally.startedAt = process.startedAt
    return tally.cpuMs / 1000
  }

  #of(process: Process): Tally {
    const known = this.#tallies.get(process)
    if (known !== undefined) return known
    const tally = { stdout: 0, stderr: 0, startedAt: 0, cpuMs: 0 }
    this.#tallies.set(process, tally)
    return tally
  }
}
