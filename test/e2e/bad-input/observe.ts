// What a daemon costs, as /proc shows it.

import { readdirSync, readFileSync } from 'node:fs'
import { cpuTicks } from '../../support/processes.js'
import { pause } from '../../support/wait.js'

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  return Number(kilobytes) * 1024
}

export function openDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

const TICK_MS = 10

/**
 * Long beside what V8 spends on tidying its heap once the daemon rests, some 8 s after its start: 35 ms, a third of a
 * percent of this and above the bound of three in a second.
 */
const IDLE_MS = 10_000

/** The share of one processor that a process uses while it should rest, 0 to 1. */
export async function cpuShare(pid: number): Promise<number> {
  const before = cpuTicks(pid)
  const begin = performance.now()
  await pause(IDLE_MS)
  return ((cpuTicks(pid) - before) * TICK_MS) / (performance.now() - begin)
}
