// What the real posix layer offers beyond the port: the steps of starting a daemon, which only the host takes.

import type { Clock } from '../clock/port.js'
import type { DaemonStatus } from './daemonize.js'
import type { Accounts, ErrnoName, Posix } from './port.js'

export interface PosixOptions {
  /** For the second look at unknown children. */
  readonly clock: Clock
  /**
   * The soft limit of open files for children. Node raises its own to the hard one before any script runs, so the
   * launching shell passes the operator's on. Left out: children inherit this process's limit.
   */
  readonly childSoftNofile?: number | undefined
}

/** The result of `createPosix(options: PosixOptions): SystemPosix` in `posix.ts`. */
export interface SystemPosix extends Posix {
  readonly accounts: Accounts
  /** Checks in about a millisecond that the tables fit this machine. Throws PosixUnavailableError. */
  selfTest(): void
  /** Sets close-on-exec on every descriptor from 3 on that this process inherited. */
  closeInheritedOnExec(): void
  setChildSoftNofile(limit: number): void
  /** Makes room for so many descriptors, at most for those that the limit allows. */
  reserveDescriptors(count: number): void
  /** Raises a limit of this process to at least `minimum` (SIG-12). */
  raiseLimit(limit: LimitName, minimum: number, originalSoft?: number): LimitOutcome
  /** Becomes another user for good: groups, gid, uid (SIG-13). */
  dropPrivileges(uid: number): PrivilegeOutcome
  /** The name that `ps -o comm` and `pgrep` see, at most 15 bytes. */
  setProcessName(name: string): void
  /** Orphaned descendants become children of this process. False where the system has no such thing. */
  becomeSubreaper(): boolean
  /** Points descriptors 0, 1 and 2 at /dev/null, then tells the launcher, where there is one, that it may leave. */
  detach(status: DaemonStatus | undefined): ErrnoName | undefined
}

export type LimitName = 'RLIMIT_NOFILE' | 'RLIMIT_NPROC'

/** `message` is the INFO line where a limit was raised, the usage error of a refusal, or null. */
export type LimitOutcome =
  | { readonly ok: true; readonly raised: boolean; readonly message: string | null }
  | { readonly ok: false; readonly message: string; readonly hard: number }

/** `message` is Supervisor's line: an INFO, or the usage error of a refusal. */
export interface PrivilegeOutcome {
  readonly ok: boolean
  readonly message: string
}
