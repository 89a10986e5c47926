// A supervised process and its group, as plugins see them.

import type { GroupConfig, ProcessConfig } from './config.js'
import type { ProcessState } from './states.js'

/** A log that can be read in windows, followed and cleared: a child's, or the daemon's own. */
export interface LogFile {
  /** The path; null when there is no file (NONE, syslog). */
  readonly path: string | null
  /**
   * Bytes of a window (RPC-60, RPC-61): `offset` >= 0 with `length` bytes (0 = all the rest), or the last `-offset`
   * bytes with `length` 0. Throws Fault BAD_ARGUMENTS, NO_FILE or FAILED.
   */
  read(offset: number, length: number): Buffer
  /** The window of tail* (RPC-63, RPC-64): bytes, the new offset, and whether older bytes were skipped. Never throws for a missing file. */
  tail(offset: number, length: number): { bytes: Buffer; offset: number; overflow: boolean }
  /** Empties the log. Throws Fault NO_FILE or FAILED. */
  clear(): void
}

/** The 14 members of Supervisor's info struct, with its names, types and units (seconds since 1970). */
// An alias, because an interface is no XmlRpcValue to the type checker.
export type ProcessInfo = {
  readonly name: string
  readonly group: string
  readonly description: string
  readonly start: number
  readonly stop: number
  readonly now: number
  readonly state: number
  readonly statename: ProcessState
  readonly spawnerr: string
  readonly exitstatus: number
  readonly logfile: string
  readonly stdout_logfile: string
  readonly stderr_logfile: string
  readonly pid: number
}

/** How a process ended. Exactly one of `code` and `signal` is a number. */
export interface ProcessExit {
  readonly pid: number
  readonly code: number | null
  readonly signal: number | null
  /** Is the code one of `exitcodes`? Never after death by a signal. */
  readonly expected: boolean
}

/**
 * What a process waits for: `startsecs` until RUNNING, `retry` after a failed start, `kill` of a slow stop, `restart`
 * after an end.
 */
export interface ProcessDeadline {
  readonly for: 'startsecs' | 'retry' | 'kill' | 'restart'
  readonly inMs: number
}

export interface RequestOptions {
  /** Wait for the outcome (default true), or return when the request has been carried out. */
  readonly wait?: boolean
}

export interface Process {
  readonly name: string
  /** `name`, or `group:name` when the group has another name. */
  readonly namespec: string
  readonly group: ProcessGroup
  readonly config: ProcessConfig
  readonly state: ProcessState
  /** 0 when there is none. */
  readonly pid: number
  /** Wall-clock milliseconds of the last spawn and of the last end; 0 = never. */
  readonly startedAt: number
  readonly stoppedAt: number
  /** The last exit code, -1 after death by a signal, null when none is known. */
  readonly exitStatus: number | null
  readonly spawnError: string | null
  /** How the last run ended that has ended; null before the first. */
  readonly lastExit: ProcessExit | null
  /** What it waits for now; null = nothing. */
  readonly deadline: ProcessDeadline | null
  /** What a plugin holds its start, its RUNNING or its stop back for, as its decision said; null = nothing. */
  readonly hold: string | null
  /** How often it was started again without a request: after an end, or after a failed start. */
  readonly restarts: number
  /** Consecutive failed starts. */
  readonly backoff: number
  /**
   * Bytes that the run has written to its stdout and stderr so far, as far as a log or a plugin takes them; 0 when
   * nothing runs.
   */
  readonly outputBytes: number
  readonly stdoutLog: LogFile
  readonly stderrLog: LogFile
  info(): ProcessInfo
  /**
   * Starts the process. Rejects with Fault NO_FILE, NOT_EXECUTABLE, ALREADY_STARTED, FAILED, SPAWN_ERROR or
   * ABNORMAL_TERMINATION (RPC-42).
   */
  start(options?: RequestOptions): Promise<void>
  /** Stops the process. Rejects with Fault NOT_RUNNING or FAILED (RPC-45). */
  stop(options?: RequestOptions): Promise<void>
  /** Sends a signal to the pid. Throws Fault NOT_RUNNING or FAILED (RPC-48). */
  signal(signal: number): void
  /** Queues text for stdin. Throws Fault NOT_RUNNING or NO_FILE (RPC-58). */
  writeStdin(data: string | Uint8Array): void
  /** Empties both logs (RPC-56). Throws Fault FAILED. */
  clearLogs(): void
  /** Ends a hold that a decision hook asked for. */
  release(): void
}

/** What a running process uses, alone and with all of its descendants (its tree). */
export interface ProcessUsage {
  /** Resident memory; pages that processes share count in full for each. */
  readonly rssBytes: number
  readonly treeRssBytes: number
  /** CPU time of the tree so far, with what its ended processes used; it steps back when nobody waited for one. */
  readonly treeCpuMs: number
  /** Processes in the tree, the process itself included. */
  readonly treeProcesses: number
}

export interface ProcessGroup {
  readonly name: string
  readonly config: GroupConfig
  /** In config order. */
  readonly processes: ReadonlyMap<string, Process>
}
