// What a daemon keeps when all that it supervises is stopped, and whether that grows.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import type { Daemon } from '../support/daemon.js'
import { allPids, parentOf, processState } from '../support/processes.js'
import { pause, waitFor } from '../support/wait.js'

export interface Resting {
  readonly residentBytes: number
  readonly heapBytes: number
  readonly descriptors: number
  /** What keeps the event loop awake, by Node's names; timers among them. */
  readonly resources: readonly string[]
}

/** The section that `rest` needs. */
export const FACTS_SECTION = `[rpcinterface:facts]
supervisor.rpcinterface_factory=${new URL('programs/facts.js', import.meta.url).pathname}:create
`

/**
 * How much resident memory may come and go: the allocator's pages that a peak leaves behind. A leak of 1 KiB in each of
 * the thousands of calls, spawns or events of a long run is above it.
 */
const RESIDENT_BYTES = 12 << 20
const HEAP_BYTES = 4 << 20

/** The longest that anything of a stopped program is kept: who waits for a stop is told every two seconds. */
const SETTLED_MS = 2_500

/**
 * Stops every program and looks when the last trace of them is gone. Fails where a zombie or a child stays, or more
 * descriptors or timers than at the rest before.
 */
export async function rest(daemon: Daemon, before: Resting | undefined): Promise<Resting> {
  await waitFor(() => stopAll(daemon), {
    what: 'all to be stopped, and the last child to be gone',
    instead: () =>
      childrenOf(daemon.pid)
        .map((pid) => `${pid} ${processState(pid)}`)
        .join(),
  })
  if (before === undefined) {
    await pause(SETTLED_MS)
    return look(daemon)
  }
  let seen = before
  await waitFor(
    async () => {
      seen = await look(daemon)
      return seen.descriptors <= before.descriptors && seen.resources.length <= before.resources.length
    },
    {
      what: `the daemon to come back to ${before.descriptors} descriptors and ${before.resources}`,
      everyMs: 200,
      instead: () => `it kept ${seen.descriptors} descriptors and ${seen.resources}`,
    },
  )
  return seen
}

async function stopAll(daemon: Daemon): Promise<boolean> {
  await daemon.ask('stopAllProcesses')
  return childrenOf(daemon.pid).length === 0
}

/** What the daemon keeps now. */
export async function look(daemon: Daemon): Promise<Resting> {
  const { heapBytes, resources } = (await daemon.ask('facts.look')) as unknown as Resting
  const status = readFileSync(`/proc/${daemon.pid}/status`, 'latin1')
  const residentBytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
  return { residentBytes, heapBytes, resources, descriptors: readdirSync(`/proc/${daemon.pid}/fd`).length }
}

/** All children, zombies among them. */
function childrenOf(parent: number): number[] {
  return allPids().filter((pid) => parentOf(pid) === parent)
}

/** The first third is warm-up; of the rest the second half must not lie above the first. */
export function assertNoGrowth(rests: readonly Resting[]): void {
  const warm = rests.slice(Math.ceil(rests.length / 3))
  const middle = Math.floor(warm.length / 2)
  const least = (of: readonly Resting[], key: 'residentBytes' | 'heapBytes') =>
    Math.min(...of.map((one) => one[key]))
  for (const [key, limit] of [
    ['residentBytes', RESIDENT_BYTES],
    ['heapBytes', HEAP_BYTES],
  ] as const) {
    const grown = least(warm.slice(middle), key) - least(warm.slice(0, middle), key)
    assert.ok(grown <= limit, `${key} grew by ${grown}: ${rests.map((one) => one[key])}`)
  }
}
