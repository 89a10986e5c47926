// A synchronous append: all of it, or as much as the disk takes and a count of the rest.

import type { LogPosix } from './log-file.js'
import type { Loss } from './loss.js'

/** Returns how many bytes were written; the rest is dropped and counted. */
export function append(posix: Pick<LogPosix, 'write'>, fd: number, bytes: Buffer, loss: Loss): number {
  let written = 0
  while (written < bytes.length) {
    const result = posix.write(fd, bytes, written, bytes.length - written)
    if ('bytes' in result) {
      written += result.bytes
    } else if (result.errno !== 'EINTR') {
      loss.dropped(bytes.length - written, result.errno)
      return written
    }
  }
  if (loss.isActive) loss.wrote()
  return written
}
