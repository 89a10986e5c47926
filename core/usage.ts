// What processes use: one pass over the machine's process table, summed up by tree.

import type { Process, ProcessUsage } from '../sdk/process.js'
import type { Clock } from './clock/port.js'
import type { Posix, ProcessStatus } from './posix/port.js'

/** So many looks take some 3 ms; then the event loop gets its turn. */
const SLICE = 100
/** A pid that was seen to be no descendant of ours stays none, until it is used again: rarely, and not for ever. */
const STRANGERS_MS = 60_000

export class UsageReader {
  readonly #posix: Pick<Posix, 'listProcesses' | 'processStatus'>
  readonly #clock: Clock
  /** Processes of others, which need not be looked at every time. */
  #strangers: ReadonlySet<number> = new Set()
  #strangersUntil = 0

  constructor(posix: Pick<Posix, 'listProcesses' | 'processStatus'>, clock: Clock) {
    this.#posix = posix
    this.#clock = clock
  }

  async read(processes: Iterable<Process>): Promise<ReadonlyMap<Process, ProcessUsage> | null> {
    const roots = new Map<number, Process>()
    for (const process of processes) if (process.pid !== 0) roots.set(process.pid, process)
    const pids = this.#posix.listProcesses()
    if ('errno' in pids) return null
    const table = await this.#look(pids, roots)
    const owners = new Owners(table, roots)
    const trees = new Map<number, Tree>()
    const strangers = new Set<number>()
    for (const pid of pids) {
      const owner = owners.of(pid)
      const status = table.get(pid)
      if (owner === 0) strangers.add(pid)
      else if (status !== undefined) addTo(trees, owner, status)
    }
    this.#strangers = strangers
    return new Map(
      [...roots].flatMap(([pid, process]) => {
        const own = table.get(pid)
        const tree = trees.get(pid)
        return own === undefined || tree === undefined ? [] : [[process, { rssBytes: own.rssBytes, ...tree }]]
      }),
    )
  }

  async #look(
    pids: readonly number[],
    roots: ReadonlyMap<number, Process>,
  ): Promise<Map<number, ProcessStatus>> {
    const now = this.#clock.monotonic()
    if (now >= this.#strangersUntil) {
      this.#strangers = new Set()
      this.#strangersUntil = now + STRANGERS_MS
    }
    const strangers = this.#strangers
    const table = new Map<number, ProcessStatus>()
    let looks = 0
    for (const pid of pids) {
      if (strangers.has(pid) && !roots.has(pid)) continue
      const status = this.#posix.processStatus(pid)
      if (status !== undefined) table.set(pid, status)
      looks += 1
      if (looks % SLICE === 0) await new Promise<void>((resolve) => this.#clock.soon(resolve))
    }
    return table
  }
}

/** Which root each process descends from. */
class Owners {
  readonly #table: ReadonlyMap<number, ProcessStatus>
  readonly #known = new Map<number, number>()

  constructor(table: ReadonlyMap<number, ProcessStatus>, roots: ReadonlyMap<number, Process>) {
    this.#table = table
    for (const pid of roots.keys()) this.#known.set(pid, pid)
  }

  /** 0 for a stranger. */
  of(pid: number): number {
    const path: number[] = []
    let at: number | undefined = pid
    while (at !== undefined && !this.#known.has(at)) {
      path.push(at)
      // Known from now on, so that a table read while pids changed hands cannot lead in a circle.
      this.#known.set(at, 0)
      at = this.#table.get(at)?.parent
    }
    const owner = at === undefined ? 0 : (this.#known.get(at) ?? 0)
    for (const one of path) this.#known.set(one, owner)
    return owner
  }
}

interface Tree {
  treeRssBytes: number
  treeCpuMs: number
  treeProcesses: number
}

function addTo(trees: Map<number, Tree>, root: number, status: ProcessStatus): void {
  const tree = trees.get(root) ?? { treeRssBytes: 0, treeCpuMs: 0, treeProcesses: 0 }
  tree.treeRssBytes += status.rssBytes
  tree.treeCpuMs += status.cpuMs + status.endedChildrenCpuMs
  tree.treeProcesses += 1
  trees.set(root, tree)
}
