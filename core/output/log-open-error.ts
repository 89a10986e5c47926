// A log file could not be opened: the reason of a spawn error (LIFE-36) or of a start-up error.

import type { ErrnoName } from '../posix/port.js'

/** `errno` is symbolic: `EISDIR`, `ENOENT`, `EACCES`, `EMFILE`. */
export class LogOpenError extends Error {
  override readonly name = 'LogOpenError'
  readonly code = 'REEVE_LOG_OPEN'
  readonly path: string
  readonly errno: ErrnoName

  constructor(path: string, errno: ErrnoName) {
    super(`could not open log '${path}': ${errno}`)
    this.path = path
    this.errno = errno
  }
}
