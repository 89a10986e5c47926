// Opens what a log path names and says which kind of log it makes.

import { resolve } from 'node:path'
import type { ErrnoName, FileStatus } from '../posix/port.js'
import type { LogPosix } from './log-file.js'
import { LogOpenError } from './log-open-error.js'

export interface LogTarget {
  readonly fd: number
  /** `regular` rotates, `blocking` is asked for room, `plain` is neither. */
  readonly kind: 'regular' | 'blocking' | 'plain'
  readonly size: number
}

/** Opens `path` for appending; never waits for a fifo's reader (ENXIO). Throws LogOpenError. */
export function openTarget(posix: LogPosix, path: string, permissions: number | undefined): LogTarget {
  const own = ownDescriptor(path)
  const opened = inspect(posix, posix.open(path, 'append', permissions))
  if (own === undefined) return accept(path, opened, false)
  // Our own output. Opening its name gives a pipe or a terminal a description that is non-blocking for us alone. It
  // fails for a socket and after a change of user; and a file must keep the position that we share with the shell.
  if (!('errno' in opened) && opened.status.kind !== 'file') return accept(path, opened, true)
  if (!('errno' in opened)) posix.close(opened.fd)
  return accept(path, inspect(posix, posix.duplicate(own)), true)
}

type Failure = { readonly errno: ErrnoName }
type Inspected = { readonly fd: number; readonly status: FileStatus } | Failure

function inspect(posix: LogPosix, fd: number | Failure): Inspected {
  if (typeof fd !== 'number') return fd
  const status = posix.status(fd)
  if (!('errno' in status)) return { fd, status }
  posix.close(fd)
  return status
}

function accept(path: string, inspected: Inspected, isOwn: boolean): LogTarget {
  if ('errno' in inspected) throw new LogOpenError(path, inspected.errno)
  const { fd, status } = inspected
  return { fd, kind: kindOf(status, isOwn), size: status.size }
}

/** What two paths must share to be the same log. `/dev/stdout` and `/dev/fd/1` are. */
export function targetKey(path: string): string {
  const own = ownDescriptor(path)
  return own === undefined ? resolve(path) : `fd ${own}`
}

/** The descriptor that a path like `/dev/stdout` or `/dev/fd/3` means. */
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
