// An open log: one of two kinds, and what they share. `log-files.ts` opens them and keeps one for each path.

import type { Clock } from '../../sdk/clock.js'
import type { Logger } from '../../sdk/logger.js'
import type { ErrnoName, Posix } from '../posix/port.js'

/** What logs need of the system. */
export type LogPosix = Pick<
  Posix,
  'open' | 'write' | 'close' | 'status' | 'truncate' | 'rename' | 'unlink' | 'duplicate' | 'isWritable'
>

export interface LogFileOptions {
  /** Bytes; 0 is never. */
  readonly maxbytes: number
  /** How many old files are kept; 0 empties the file in place. */
  readonly backups: number
  /** Mode bits of a file that has to be created; left out: 0666 less the umask. */
  readonly permissions?: number
}

/**
 * What followers of a log are told. `ending` comes before the file is closed or emptied, `opened` when the path has
 * been opened, perhaps as another file, `emptied` when it was emptied in place.
 */
export type LogChange = 'written' | 'ending' | 'opened' | 'emptied'

export interface LogContext {
  readonly posix: LogPosix
  readonly clock: Clock
  /** Late, because the log that failures are told to may be one of these files. */
  readonly log: () => Logger | undefined
}

/** The open file behind all sinks of one path. */
export interface OpenLog {
  readonly lostBytes: number
  /** Bytes that wait in this program for a reader. */
  readonly heldBytes: number
  write(bytes: Buffer): void
  /** Set when the target can be full. */
  readonly room: (() => number) | undefined
  readonly onRoom: ((callback: () => void) => void) | undefined
  /** The limits of the latest opener hold. */
  configure(options: LogFileOptions): void
  reopen(): void
  clear(): ErrnoName | undefined
  close(): void
}
