// Numbers of descriptors that cannot collide with a child's 0, 1 and 2 while they are moved into place.

import type { Libc } from './libc.js'
import type { ErrnoName } from './port.js'

const FIRST_SAFE_FD = 10

type Failure = { readonly errno: ErrnoName }

/** A copy at a safe number, close-on-exec. */
export function copySafely(libc: Libc, fd: number): number | Failure {
  const copy = libc.fcntl(fd, libc.platform.duplicateCloseOnExec, FIRST_SAFE_FD)
  return copy === -1 ? { errno: libc.errno() } : copy
}

/** The same, and closes the original, also on failure. */
export function moveSafely(libc: Libc, fd: number): number | Failure {
  const copy = copySafely(libc, fd)
  libc.close(fd)
  return copy
}

export function isSafe(fd: number): boolean {
  return fd >= FIRST_SAFE_FD
}
