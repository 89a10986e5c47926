// What crosses an exec: descriptors that this process inherited, and its standard streams.

import { closeSync, constants, openSync, readdirSync } from 'node:fs'
import type { Libc } from './libc.js'
import type { ErrnoName } from './port.js'

const LAST_DESCRIPTOR = 0xffff_ffff

/** Sets close-on-exec on every descriptor from `first` on, which is a matter of bits. False where it cannot be done. */
export function closeOnExecFrom(libc: Libc, first: number): boolean {
  return libc.close_range?.(first, LAST_DESCRIPTOR, libc.platform.closeRangeOnExec) === 0
}

/** Node sets close-on-exec on what it opens itself, not on what it was started with. */
export function closeInheritedOnExec(libc: Libc): void {
  if (closeOnExecFrom(libc, 3)) return
  const { platform } = libc
  for (const fd of listDescriptors()) {
    if (fd > 2) libc.fcntl(fd, platform.setDescriptorFlags, platform.closeOnExec)
  }
}

function listDescriptors(): readonly number[] {
  for (const folder of ['/proc/self/fd', '/dev/fd']) {
    try {
      return readdirSync(folder).map(Number)
    } catch {
      // No /proc in this chroot or on this system.
    }
  }
  const UNKNOWN_DESCRIPTORS = 256
  return Array.from({ length: UNKNOWN_DESCRIPTORS }, (_, fd) => fd)
}

/** Points 0, 1 and 2 at /dev/null, so that the shell that started the daemon can go. */
export function detachStandardStreams(libc: Libc): ErrnoName | undefined {
  let empty: number
  try {
    empty = openSync('/dev/null', constants.O_RDWR | constants.O_NOCTTY)
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
  for (const fd of [0, 1, 2]) libc.dup2(empty, fd)
  if (empty > 2) closeSync(empty)
  return undefined
}
