// Many processes at once: in which order, and requests to a whole group or all of them, with one result for each.

import { FAULTS, isFault } from './faults.js'
import type { Process, ProcessGroup, RequestOptions } from './process.js'
import { isRunning, isSignallable, isStopped } from './states.js'
import type { Supervisor } from './supervisor.js'

/** What became of one process of a bulk request (RPC-24). `status` is 80 or a fault code, `description` `OK` or its text. */
// An alias, because an interface is no XmlRpcValue to the type checker.
export type BulkResult = {
  readonly name: string
  readonly group: string
  readonly status: number
  readonly description: string
}

/** A group's processes by ascending priority; equal ones in config order. */
export function groupByPriority(group: ProcessGroup): readonly Process[] {
  return [...group.processes.values()].sort((a, b) => a.config.priority - b.config.priority)
}

/** Groups by name. */
export function groupsByName(supervisor: Supervisor): readonly ProcessGroup[] {
  return [...supervisor.groups.values()].sort(compareNames)
}

/** Every process by group name, then by its own name: the order of status listings (RPC-52). */
export function processesByName(supervisor: Supervisor): readonly Process[] {
  return groupsByName(supervisor).flatMap((group) => [...group.processes.values()].sort(compareNames))
}

function compareNames(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

/**
 * Asks each process at once and gives the results in the order in which they were completed (RPC-23). A Fault is that
 * process's result; any other error rejects the whole.
 */
export async function requestAll(
  processes: readonly Process[],
  request: (process: Process) => void | Promise<void>,
): Promise<BulkResult[]> {
  const results: BulkResult[] = []
  const succeed = ({ name, group }: Process): void => {
    results.push({ name, group: group.name, status: FAULTS.SUCCESS, description: 'OK' })
  }
  const fail = ({ name, group }: Process, error: unknown): void => {
    if (!isFault(error)) throw error
    results.push({ name, group: group.name, status: error.faultCode, description: error.message })
  }
  await Promise.all(
    processes.map((process) => {
      try {
        const pending = request(process)
        if (pending instanceof Promise) {
          return pending.then(
            () => succeed(process),
            (error: unknown) => fail(process, error),
          )
        }
        return succeed(process)
      } catch (error) {
        return fail(process, error)
      }
    }),
  )
  return results
}

/** Starts those that are not running, in the given order (RPC-25). */
export function startAll(processes: readonly Process[], options?: RequestOptions): Promise<BulkResult[]> {
  return requestAll(
    processes.filter((process) => !isRunning(process.state)),
    (process) => process.start(options),
  )
}

/** Is there something for a stop to end: a run, or a start to come that waits for its time or for a plugin? */
export function isStoppable({ state, deadline, hold }: Process): boolean {
  return isRunning(state) || deadline?.for === 'restart' || (isStopped(state) && hold !== null)
}

/** Stops those that run or would start by themselves, the last of the given order first. */
// Differs from Supervisor: it signals in ascending priority, against its own manual (EDGE-09).
export function stopAll(processes: readonly Process[], options?: RequestOptions): Promise<BulkResult[]> {
  return requestAll(processes.filter(isStoppable).reverse(), (process) => process.stop(options))
}

/** Asks `signal` of those that have a pid, in the given order. */
export function signalAll(
  processes: readonly Process[],
  signal: (process: Process) => void,
): Promise<BulkResult[]> {
  return requestAll(
    processes.filter((process) => isSignallable(process.state)),
    signal,
  )
}
