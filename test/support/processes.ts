// Processes as /proc shows them: who is alive, who belongs to a test, and what they cost.

import { readdirSync, readFileSync } from 'node:fs'
import { waitFor } from './wait.js'

/** The variable whose value is the scratch folder of the test that started a process. */
export const MARK = 'REEVE_TEST_FOLDER'

/** Is there such a process, and is it more than a zombie? */
export function isAlive(pid: number): boolean {
  const state = processState(pid)
  return state !== undefined && state !== 'Z' && state !== 'X'
}

/** The one-letter state, such as `S`; undefined when there is no such process. */
export function processState(pid: number): string | undefined {
  return statFields(pid)?.[0]
}

export function parentOf(pid: number): number | undefined {
  const parent = statFields(pid)?.[1]
  return parent === undefined ? undefined : Number(parent)
}

/** The session that a process belongs to, by the pid of its leader. */
export function sessionOf(pid: number): number {
  return Number(statFields(pid)?.[3])
}

/** User and system time of a process and its threads, in clock ticks of 10 ms. */
export function cpuTicks(pid: number): number {
  const fields = statFields(pid)
  return fields === undefined ? 0 : Number(fields[11]) + Number(fields[12])
}

/** The fields of /proc/PID/stat after the name, which may itself contain blanks and brackets. */
function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

/** All processes, zombies among them. */
export function allPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** The living children of a process. */
export function childrenOf(pid: number): number[] {
  return allPids().filter((other) => parentOf(other) === pid && isAlive(other))
}

/** All living processes that were started, however far removed, with this mark. */
export function markedProcesses(mark: string): number[] {
  const wanted = `${MARK}=${mark}`
  return allPids().filter((pid) => {
    if (pid === process.pid) return false
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(wanted) && isAlive(pid)
    } catch {
      return false
    }
  })
}

/** Kills marked processes, again and again while a dying supervisor may still start some. */
export async function endProcesses(mark: string): Promise<void> {
  await waitFor(
    () => {
      const left = markedProcesses(mark)
      for (const pid of left) kill(pid, 'SIGKILL')
      return left.length === 0
    },
    { what: `the processes of ${mark} to end`, everyMs: 10 },
  )
}

/** Sends a signal; a process that is gone is no error. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
