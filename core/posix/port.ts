// The posix port: every system effect of the daemon, behind one interface that tests can fake.

import type { ListenSocketAddress, ListenSocketOptions } from '../../sdk/listen-socket.js'

/** A symbolic errno such as `ENOENT`; `ERRNO_n` for a number that the platform table does not name. */
export type ErrnoName = string

/** How a child ended. Exactly one of `code` and `signal` is a number. `raw` is the undecoded wait status. */
export interface ChildExit {
  readonly pid: number
  readonly code: number | null
  readonly signal: number | null
  readonly coreDumped: boolean
  readonly raw: number
}

/** Whom a child runs as. Names are resolved when the config is read, supplementary groups when it is spawned. */
export interface SpawnUser {
  readonly uid: number
}

export interface SpawnRequest {
  /** The resolved file that is executed. */
  readonly file: string
  /** argv, whose first word may differ from `file`. */
  readonly argv: readonly string[]
  /** The whole environment of the child, nothing is added. */
  readonly environment: Readonly<Record<string, string>>
  /** Descriptors of this process that become the child's 0, 1 and 2. All others are closed in the child. */
  readonly stdio: readonly [number, number, number]
  readonly directory?: string | undefined
  readonly umask?: number | undefined
  readonly user?: SpawnUser | undefined
}

/**
 * A pid, or why there is none. What fails between fork and exec (user, directory, exec) is not an error here: as in
 * Supervisor the child writes `supervisor: couldn't ...` to its stderr and exits 127 (LIFE-41, LIFE-42).
 */
export type SpawnResult = { readonly pid: number } | { readonly errno: ErrnoName }

/** `bytes` is 0 at end of file. `EAGAIN` means that nothing can be transferred now. */
export type IoResult = { readonly bytes: number } | { readonly errno: ErrnoName }

export interface ListenSocketRequest extends ListenSocketOptions {
  readonly address: ListenSocketAddress
}

/** Why there is no socket, in words. `errno` is null when the failure has none (a name lookup). */
export interface ListenFailure {
  readonly errno: ErrnoName | null
  readonly reason: string
}

/** A poll registration. It fires again and again while the condition holds and it is not paused. */
export interface FdWatch {
  pause(): void
  resume(): void
  /** Ends the registration; the descriptor stays open. */
  close(): void
}

/** A timer of microseconds, for what even one millisecond is too coarse for. */
export interface Alarm {
  /** Calls once after this time; setting it again replaces the time before. */
  set(microseconds: number): void
  cancel(): void
  close(): void
}

export interface FileStatus {
  readonly size: number
  readonly inode: number
  readonly device: number
  readonly kind: 'file' | 'directory' | 'fifo' | 'socket' | 'tty' | 'device'
}

/** What one process of this machine has used. */
export interface ProcessStatus {
  readonly pid: number
  readonly parent: number
  /** Resident memory; pages that it shares with others count in full. */
  readonly rssBytes: number
  /** User and system time of its own, and of descendants that ended and were waited for. */
  readonly cpuMs: number
  readonly endedChildrenCpuMs: number
}

/** Signals that the daemon reacts to. */
export type DaemonSignal = 'SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGHUP' | 'SIGUSR2'

export interface Posix {
  // Children
  /** Starts a child in a process group of its own, with default signal dispositions and an empty signal mask. */
  spawn(request: SpawnRequest): SpawnResult
  /** Sends a signal; a negative pid means the process group. Returns the errno of a failure. */
  kill(pid: number, signal: number): ErrnoName | undefined
  /**
   * Reports each ended child that `owns` claims. Other pids (orphans adopted as PID 1 or subreaper) are reaped on a
   * second look a second later, so that a plugin's own child keeps its exit, and given to `onUnknown`.
   */
  watchChildren(watcher: {
    owns(pid: number): boolean
    onExit(exit: ChildExit): void
    onUnknown(exit: ChildExit): void
  }): () => void
  /**
   * Reaps at once what has already ended, so that a request can answer with the truth; with a pid only that child,
   * which among thousands takes the kernel a thousandth of the time.
   */
  reapNow(pid?: number): void

  // Descriptors
  /** A close-on-exec pipe, both ends at 10 or above; the daemon's end is non-blocking, the child's is blocking. */
  pipe(
    daemonEnd: 'read' | 'write',
  ): { readonly read: number; readonly write: number } | { readonly errno: ErrnoName }
  read(fd: number, buffer: Buffer, length: number): IoResult
  write(fd: number, buffer: Uint8Array, offset: number, length: number): IoResult
  close(fd: number): void
  watchReadable(fd: number, callback: () => void): FdWatch
  watchWritable(fd: number, callback: () => void): FdWatch
  /** Null where the system has none, or has no descriptor left for it: then the clock must do. */
  openAlarm(callback: () => void): Alarm | null
  /** One poll(2) with no wait: can `fd` take bytes now? */
  isWritable(fd: number): boolean
  /** Bytes waiting in a pipe (FIONREAD). */
  available(fd: number): number
  /** The pipe's capacity in bytes; asks the kernel for `wanted` first where given. */
  pipeCapacity(fd: number, wanted?: number): number
  duplicate(fd: number): number | { readonly errno: ErrnoName }
  /** A non-blocking socket whose every write is one datagram to the unix socket at `path`, as syslog has one. */
  connectDatagram(path: string): number | { readonly errno: ErrnoName }
  /** A listening socket for children: blocking, close-on-exec, at 10 or above. */
  openListenSocket(request: ListenSocketRequest): number | ListenFailure

  // Processes of this machine, ours or not
  /** The pids that can be seen; ENOSYS where the system does not tell what processes use. */
  listProcesses(): readonly number[] | { readonly errno: ErrnoName }
  /** Undefined when it is gone or may not be looked at. */
  processStatus(pid: number): ProcessStatus | undefined

  // Files, synchronous: a log's bytes never rest in this program.
  /**
   * Opens close-on-exec. `append` creates, `write` does not; where appending is impossible (pipe, tty) it opens for
   * writing.
   */
  open(
    path: string,
    mode: 'append' | 'write' | 'read' | 'exclusive',
    permissions?: number,
  ): number | { readonly errno: ErrnoName }
  readAt(fd: number, buffer: Buffer, length: number, position: number): IoResult
  status(target: number | string): FileStatus | { readonly errno: ErrnoName }
  truncate(fd: number, size: number): ErrnoName | undefined
  rename(from: string, to: string): ErrnoName | undefined
  unlink(path: string): ErrnoName | undefined
  list(directory: string): readonly string[] | { readonly errno: ErrnoName }

  // This process
  readonly pid: number
  readonly uid: number
  readonly gid: number
  onSignal(signal: DaemonSignal, callback: () => void): () => void
  /** The number of `TERM`, `SIGTERM` or `15`; undefined when there is no such signal (CFG-TYP-05). */
  signalNumber(text: string): number | undefined
  /** `SIGTERM` for 15; undefined for a number without a name. */
  signalName(number: number): string | undefined
}

/** A user of this machine. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly home: string
}

export interface AccountGroup {
  readonly name: string
  readonly gid: number
}

/** What the machine knows of users and groups. Text made of digits is an id (CFG-TYP-11, CFG-TYP-12). */
export interface Accounts {
  lookupUser(nameOrUid: string | number): Account | undefined
  lookupGroup(nameOrGid: string | number): AccountGroup | undefined
  /** The primary gid first, then every group that lists the user (LIFE-43). */
  supplementaryGroups(user: Account): readonly number[]
}
