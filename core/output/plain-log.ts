// A log that never blocks and is never rotated or emptied: /dev/null, or a file that is our own standard output.

import type { ErrnoName } from '../posix/port.js'
import { append } from './append.js'
import type { LogContext, OpenLog } from './log-file.js'
import { Loss } from './loss.js'

export function createPlainLog({ posix, clock, log }: LogContext, path: string, fd: number): OpenLog {
  const loss = new Loss(path, clock, log)
  return {
    heldBytes: 0,
    room: undefined,
    onRoom: undefined,
    get lostBytes() {
      return loss.totalBytes
    },
    write(bytes) {
      append(posix, fd, bytes, loss)
    },
    configure() {},
    reopen() {},
    /** A device must never be unlinked (EDGE-39). */
    clear(): ErrnoName | undefined {
      return undefined
    },
    close() {
      loss.close()
      posix.close(fd)
    },
  }
}
