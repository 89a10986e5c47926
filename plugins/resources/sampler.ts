// One timer for all programs, while somebody wants their figures and for 15 minutes after that.

import type {
  Process,
  ProcessUsage,
  ResourceHooks,
  ResourceMeter,
  ResourcePoint,
  ResourceUsage,
  Supervisor,
  Timer,
} from 'reeve/sdk'
import { CAPACITY, Histories } from './histories.js'

export const INTERVAL_MS = 5_000
/** A CPU figure needs two samples. */
const SECOND_SAMPLE_MS = 1_000
/** Viewers that reload the page, or come back, find the history. */
const LINGER_MS = 15 * 60_000

const UNKNOWN_HERE = 'this system does not tell what processes use; CPU and memory are known on Linux only'

interface Before {
  readonly pid: number
  readonly cpuMs: number
  readonly at: number
}

export class Sampler implements ResourceMeter {
  readonly intervalMs = INTERVAL_MS
  readonly capacity = CAPACITY
  problem: string | null = null
  readonly #supervisor: Supervisor
  readonly #sampled: ResourceHooks['sampled']
  #histories: Histories | null = null
  #before = new Map<Process, Before>()
  #timer: Timer | null = null
  #holders = 0
  #wantedUntil = 0

  constructor(supervisor: Supervisor, sampled: ResourceHooks['sampled']) {
    this.#supervisor = supervisor
    this.#sampled = sampled
  }

  acquire(): () => void {
    let isHeld = true
    this.#holders += 1
    if (this.#histories === null) this.#begin()
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#holders -= 1
      this.#wantedUntil = this.#supervisor.clock.monotonic() + LINGER_MS
    }
  }

  latest(process: Process): ResourcePoint | null {
    return this.#histories?.latest(process) ?? null
  }

  history(process: Process): readonly ResourcePoint[] {
    return this.#histories?.of(process) ?? []
  }

  close(): void {
    this.#timer?.cancel()
    this.#timer = null
    this.#histories = null
    this.#before.clear()
  }

  #begin(): void {
    const histories = new Histories()
    this.#histories = histories
    this.#sample(histories, SECOND_SAMPLE_MS)
  }

  /** `histories` stands for one stretch of sampling: what ends meanwhile is not gone on with. */
  #sample(histories: Histories, nextInMs: number): void {
    const { clock, log } = this.#supervisor
    const begun = clock.monotonic()
    this.#take(histories)
      .catch((error: unknown) => log.error(`resources: a sample failed: ${String(error)}`))
      .finally(() => {
        if (this.#histories !== histories) return
        const left = Math.max(0, nextInMs - (clock.monotonic() - begun))
        this.#timer = clock.after(left, () => this.#next(histories), { background: true })
      })
  }

  #next(histories: Histories): void {
    const isWanted = this.#holders > 0 || this.#supervisor.clock.monotonic() < this.#wantedUntil
    if (isWanted && this.problem === null) this.#sample(histories, INTERVAL_MS)
    else this.close()
  }

  async #take(histories: Histories): Promise<void> {
    const supervisor = this.#supervisor
    const processes = supervisor.processesByPriority()
    const found = await supervisor.usage(processes)
    if (this.#histories !== histories) return
    if (found === null) {
      if (this.problem === null) supervisor.log.warn(`resources: ${UNKNOWN_HERE}`)
      this.problem = UNKNOWN_HERE
      return
    }
    this.problem = null
    const at = supervisor.clock.now()
    const usage = this.#compare(found)
    histories.add(at, usage)
    histories.keepOnly(processes)
    if (this.#sampled.isUsed()) this.#sampled.call({ at, usage })
  }

  #compare(found: ReadonlyMap<Process, ProcessUsage>): ReadonlyMap<Process, ResourceUsage> {
    const at = this.#supervisor.clock.monotonic()
    const now = new Map<Process, Before>()
    const usage = new Map<Process, ResourceUsage>()
    for (const [process, { treeCpuMs, treeRssBytes }] of found) {
      const before = this.#before.get(process)
      const isSame = before !== undefined && before.pid === process.pid && at > before.at
      const cpuPercent = isSame ? (Math.max(0, treeCpuMs - before.cpuMs) / (at - before.at)) * 100 : null
      usage.set(process, { cpuPercent, rssBytes: treeRssBytes })
      now.set(process, { pid: process.pid, cpuMs: treeCpuMs, at })
    }
    this.#before = now
    return usage
  }
}
