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

/** The share of one processor that a process uses over a stretch of time, 0 to 1. */
export async function cpuShare(pid: number, overMs = 1_000): Promise<number> {
  const before = cpuTicks(pid)
  const begin = performance.now()
  await pause(overMs)
  return ((cpuTicks(pid) - before) * TICK_MS) / (performance.now() - begin)
}
