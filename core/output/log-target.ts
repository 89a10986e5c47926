// Opens what a log path names and says which kind of log it makes.

import { resolve } from 'node:path'
import type { FileStatus } from '../posix/port.js'
import type { LogPosix } from './log-file.js'
import { LogOpenError } from './log-open-error.js'

export interface LogTarget {
  readonly fd: number
  /** `regular` rotates, `blocking` is asked for room, `plain` is neither. */
  readonly kind: 'regular' | 'blocking' | 'plain'
  readonly size: number
}

/** Opens `path` for appending. Throws LogOpenError. */
export function openTarget(posix: LogPosix, path: string, permissions: number | undefined): LogTarget {
  const own = ownDescriptor(path)
  const fd = own === undefined ? posix.open(path, 'append', permissions) : posix.duplicate(own)
  if (typeof fd !== 'number') throw new LogOpenError(path, fd.errno)
  const status = posix.status(fd)
  if ('errno' in status) {
    posix.close(fd)
    throw new LogOpenError(path, status.errno)
  }
  return { fd, kind: kindOf(status, own !== undefined), size: status.size }
}

/** What two paths must share to be the same log. `/dev/stdout` and `/dev/fd/1` are. */
export function targetKey(path: string): string {
  const own = ownDescriptor(path)
  return own === undefined ? resolve(path) : `fd ${own}`
}

/**
 * The descriptor that a path like `/dev/stdout` or `/dev/fd/3` means. It is written through a duplicate: opening
 * the name would fail for a socket, after a change of user, and would write over a file that others append to.
 */
function ownDescriptor(path: string): number | undefined {
  if (path === '/dev/stdout') return 1
  if (path === '/dev/stderr') return 2
  const match = /^(?:\/dev|\/proc\/self)\/fd\/(\d+)$/.exec(path)
  return match === null ? undefined : Number(match[1])
}

function kindOf({ kind }: FileStatus, isOwn: boolean): LogTarget['kind'] {
  switch (kind) {
    case 'fifo':
    case 'tty':
    case 'socket':
      return 'blocking'
    case 'file':
      return isOwn ? 'plain' : 'regular'
    default:
      return 'plain'
  }
}
