// What a system costs: time, memory and wake-ups of every process and thread that it keeps, programs excluded.

import { readdirSync, readFileSync } from 'node:fs'
import type { Daemon, ProcessInfo } from '../support/daemon.js'
import { childrenOf, cpuTicks } from '../support/processes.js'

const TICKS_A_SECOND = 100

/** The pids that a system keeps: the daemon and its helpers. `supervised` are the pids of its programs. */
export function keptProcesses(daemon: Daemon, supervised: readonly number[]): number[] {
  const kept = [daemon.pid]
  for (const pid of kept) kept.push(...childrenOf(pid).filter((child) => !supervised.includes(child)))
  return kept
}

export async function supervisedPids(daemon: Daemon): Promise<number[]> {
  const infos = (await daemon.ask('getAllProcessInfo')) as readonly ProcessInfo[]
  return infos.map((info) => info.pid).filter((pid) => pid !== 0)
}

/** User and system time in seconds. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuTicks(pid), 0) / TICKS_A_SECOND
}

/** VmRSS in MiB, summed. */
export function residentMiB(pids: readonly number[]): number {
  const kibibytes = pids.map((pid) => statusField(`/proc/${pid}/status`, 'VmRSS'))
  return kibibytes.reduce((sum, one) => sum + one, 0) / 1024
}

/** Voluntary context switches of all threads: each is a sleep, so each is followed by a wake-up. */
export function voluntarySwitches(pids: readonly number[]): number {
  let sum = 0
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      sum += statusField(`/proc/${pid}/task/${thread}/status`, 'voluntary_ctxt_switches')
    }
  }
  return sum
}

function statusField(file: string, name: string): number {
  const match = new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(readFileSync(file, 'latin1'))
  return Number(match?.[1] ?? 0)
}
