// What a daemon costs, as /proc shows it.

import { readdirSync, readFileSync } from 'node:fs'
import type { Daemon } from '../../support/daemon.js'
import { cpuTicks } from '../../support/processes.js'
import { pause, waitFor } from '../../support/wait.js'

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  return Number(kilobytes) * 1024
}

/** What was dropped last is garbage for a while, so the daemon is given something to do until it is collected. */
export async function residentBelow(daemon: Daemon, bytes: number): Promise<void> {
  await waitFor(
    async () => {
      await daemon.ask('getState')
      return residentBytes(daemon.pid) < bytes
    },
    {
      what: `less than ${bytes} bytes to be resident`,
      instead: () => `it was ${residentBytes(daemon.pid)}`,
    },
  )
}

export function openDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

const TICK_MS = 10

/** Waits until the daemon does next to nothing; a clock tick is a hundredth of the stretch that is looked at. */
export async function untilIdle(pid: number): Promise<void> {
  let share = 1
  await waitFor(
    async () => {
      share = await cpuShare(pid)
      return share < 0.03
    },
    { what: 'the daemon to be idle', instead: () => `it used ${share} of a processor` },
  )
}

/** The share of one processor that a process uses over a stretch of time, 0 to 1. */
export async function cpuShare(pid: number, overMs = 1_000): Promise<number> {
  const before = cpuTicks(pid)
  const begin = performance.now()
  await pause(overMs)
  return ((cpuTicks(pid) - before) * TICK_MS) / (performance.now() - begin)
}
