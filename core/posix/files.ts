// Files, synchronous and without exceptions: logs are opened, read in windows and rotated here.

import {
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
} from 'node:fs'
import { isatty } from 'node:tty'
import type { ErrnoName, FileStatus, Posix } from './port.js'

// Never a controlling terminal (the daemon leads a session), never a wait for a reader at the other end of a fifo.
// libuv adds O_CLOEXEC.
const ALWAYS = constants.O_NOCTTY | constants.O_NONBLOCK

const OPEN_FLAGS = {
  append: constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | ALWAYS,
  write: constants.O_WRONLY | ALWAYS,
  read: constants.O_RDONLY | ALWAYS,
  exclusive: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | ALWAYS,
}

export type Files = Pick<Posix, 'open' | 'readAt' | 'status' | 'truncate' | 'rename' | 'unlink' | 'list'>

/** `status` of a path reports a terminal as `device`; only an open descriptor can be asked whether it is a tty. */
export function createFiles(): Files {
  return {
    open: (path, mode, permissions = 0o666) => attempt(() => openSync(path, OPEN_FLAGS[mode], permissions)),
    readAt(fd, buffer, length, position) {
      const bytes = attempt(() => readSync(fd, buffer, 0, Math.min(length, buffer.length), position))
      return typeof bytes === 'number' ? { bytes } : bytes
    },
    status(target) {
      const stats = attempt(() => (typeof target === 'number' ? fstatSync(target) : statSync(target)))
      if ('errno' in stats) return stats
      const kind = kindOf(stats)
      return {
        size: stats.size,
        inode: stats.ino,
        device: stats.dev,
        kind: kind === 'device' && typeof target === 'number' && isatty(target) ? 'tty' : kind,
      }
    },
    truncate: (fd, size) => failure(() => ftruncateSync(fd, size)),
    rename: (from, to) => failure(() => renameSync(from, to)),
    unlink: (path) => failure(() => unlinkSync(path)),
    list: (directory) => attempt(() => readdirSync(directory)),
  }
}

function kindOf(stats: Stats): FileStatus['kind'] {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'directory'
  if (stats.isFIFO()) return 'fifo'
  if (stats.isSocket()) return 'socket'
  return 'device'
}

/** The value, or the errno of a failed system call. Anything else is a bug and thrown. */
function attempt<Value>(call: () => Value): Value | { readonly errno: ErrnoName } {
  try {
    return call()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && 'code' in error) return { errno: String(error.code) }
    // A path with a NUL byte: Node refuses it before the system does.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_ARG_VALUE') {
      return { errno: 'EINVAL' }
    }
    throw error
  }
}

function failure(call: () => void): ErrnoName | undefined {
  const result = attempt(call)
  return result === undefined ? undefined : (result as { readonly errno: ErrnoName }).errno
}
