// Limits of open files and processes: raising the daemon's own, and the soft one that children get.

import type { Libc } from './libc.js'
import type { LimitName, LimitOutcome } from './system.js'

const OPTION: Readonly<Record<LimitName, string>> = { RLIMIT_NOFILE: 'minfds', RLIMIT_NPROC: 'minprocs' }
const THINGS: Readonly<Record<LimitName, string>> = { RLIMIT_NOFILE: 'open files', RLIMIT_NPROC: 'processes' }

/**
 * Raises the soft limit to `minimum`, and the hard one where it is lower (SIG-12). `originalSoft` is the soft limit
 * that the operator started this program with, which Node has raised since: the message is about that one.
 */
export function raiseLimit(
  libc: Libc,
  name: LimitName,
  minimum: number,
  originalSoft?: number,
): LimitOutcome {
  const { limitInfinity } = libc.platform
  const resource = resourceOf(libc, name)
  const current = readLimit(libc, resource)
  const wanted = BigInt(Math.max(0, minimum))
  const wasEnough = originalSoft === undefined ? current.soft >= wanted : BigInt(originalSoft) >= wanted
  // "No limit" is the largest number of the type, so plain comparison is right for it too.
  if (current.soft < wanted && current.soft !== limitInfinity) {
    const hard = current.hard < wanted ? wanted : current.hard
    if (!writeLimit(libc, resource, wanted, hard)) {
      return {
        ok: false,
        hard: Number(current.hard),
        message:
          `The ${OPTION[name]} option asks for at least ${minimum} ${THINGS[name]} (${name}), ` +
          `but the hard limit here is ${current.hard} and it could not be raised. ` +
          `Raise the limit of the environment, or lower ${OPTION[name]} in the config file`,
      }
    }
  }
  return wasEnough
    ? { ok: true, raised: false, message: null }
    : { ok: true, raised: true, message: `Increased ${name} limit to ${minimum}` }
}

/** A table of this size is there from the start. */
const FEW_DESCRIPTORS = 256

/**
 * Lets the kernel's table of descriptors grow in one step. Else it doubles again and again, and each time a process
 * with threads waits for all processors: 5 to 20 ms.
 */
export function reserveDescriptors(libc: Libc, count: number): void {
  if (count <= FEW_DESCRIPTORS) return
  const { limitDescriptors, duplicateCloseOnExec } = libc.platform
  const { soft } = readLimit(libc, limitDescriptors)
  const last = soft < BigInt(count) ? Number(soft) - 1 : count - 1
  // stderr is always there; where it is not, the table grows as it must.
  const fd = libc.fcntl(STDERR, duplicateCloseOnExec, last)
  if (fd !== -1) libc.close(fd)
}

const STDERR = 2

/** Sets the soft limit of open files, at most to the hard one. */
export function writeSoftNofile(libc: Libc, soft: number): void {
  const { limitDescriptors } = libc.platform
  const { hard } = readLimit(libc, limitDescriptors)
  const wanted = BigInt(soft)
  writeLimit(libc, limitDescriptors, wanted < hard ? wanted : hard, hard)
}

export interface Limit {
  readonly soft: bigint
  readonly hard: bigint
}

export function readLimit(libc: Libc, resource: number): Limit {
  const limits = new BigUint64Array(2)
  libc.getrlimit(resource, limits)
  const [soft = 0n, hard = 0n] = limits
  return { soft, hard }
}

export function writeLimit(libc: Libc, resource: number, soft: bigint, hard: bigint): boolean {
  return libc.setrlimit(resource, BigUint64Array.of(soft, hard)) === 0
}

function resourceOf(libc: Libc, name: LimitName): number {
  return name === 'RLIMIT_NOFILE' ? libc.platform.limitDescriptors : libc.platform.limitProcesses
}
