// Windows into log files as clients ask for them, in bytes: text and its broken characters are the caller's matter.

import { Fault } from '../../sdk/faults.js'
import type { Posix } from '../posix/port.js'

export type ReaderPosix = Pick<Posix, 'open' | 'readAt' | 'close' | 'status'>

export interface TailWindow {
  bytes: Buffer
  /** The size of the file: where the caller continues. */
  offset: number
  /** Bytes between the asked offset and the window were skipped. */
  overflow: boolean
}

/** What fits in one answer; twice this is the longest string that Node makes. */
const MAX_WINDOW_BYTES = 268_435_456

/** The bytes of read* (RPC-60, RPC-61). Throws Fault BAD_ARGUMENTS, NO_FILE or FAILED. */
export function readWindow(posix: ReaderPosix, path: string | null, offset: number, length: number): Buffer {
  if (path === null) throw new Fault('NO_FILE')
  const status = posix.status(path)
  if ('errno' in status) {
    // As in Supervisor a log that cannot be looked at is not there.
    throw new Fault('NO_FILE', path)
  }
  if (length < 0 || (offset < 0 && length !== 0)) throw new Fault('BAD_ARGUMENTS')
  if (status.kind === 'device') return Buffer.alloc(0)
  if (status.kind !== 'file') throw new Fault('FAILED', `${path} is not a regular file`)
  const start = offset < 0 ? Math.max(status.size + offset, 0) : offset
  const rest = Math.max(status.size - start, 0)
  const wanted = length === 0 ? rest : Math.min(length, rest)
  if (wanted > MAX_WINDOW_BYTES)
    throw new Fault('FAILED', `${wanted} bytes of ${path} are too many for one answer`)
  const bytes = readRange(posix, path, start, wanted)
  if (bytes === undefined) throw new Fault('FAILED', path)
  return bytes
}

/**
 * The window of tail* (RPC-63, RPC-64). Mind that unless `offset` is at or beyond the end the answer is the last
 * `length` bytes of the file, also earlier ones than asked for: clients count on it.
 */
export function tailWindow(
  posix: ReaderPosix,
  path: string | null,
  offset: number,
  length: number,
): TailWindow {
  const missing: TailWindow = { bytes: Buffer.alloc(0), offset: 0, overflow: false }
  if (path === null) return missing
  const status = posix.status(path)
  if ('errno' in status || status.kind !== 'file') return missing
  const window = tailRange(status.size, offset, length)
  const bytes = readRange(posix, path, window.start, Math.min(window.length, MAX_WINDOW_BYTES))
  if (bytes === undefined) return missing
  return { bytes, offset: status.size, overflow: window.overflow }
}

/** The arithmetic of RPC-63 on a file of `size` bytes. */
function tailRange(
  size: number,
  offset: number,
  length: number,
): { readonly start: number; readonly length: number; readonly overflow: boolean } {
  const overflow = size > offset + length
  let start = overflow ? size - 1 : offset
  let count = length
  if (start + count > size) {
    if (start > size - 1) count = 0
    start = size - count
  }
  start = Math.max(start, 0)
  return { start, length: Math.max(Math.min(count, size - start), 0), overflow }
}

function readRange(posix: ReaderPosix, path: string, start: number, length: number): Buffer | undefined {
  if (length === 0) return Buffer.alloc(0)
  const fd = posix.open(path, 'read')
  if (typeof fd !== 'number') return undefined
  try {
    const bytes = Buffer.allocUnsafe(length)
    let filled = 0
    while (filled < length) {
      const result = posix.readAt(fd, bytes.subarray(filled), length - filled, start + filled)
      if ('errno' in result) return undefined
      if (result.bytes === 0) break
      filled += result.bytes
    }
    return bytes.subarray(0, filled)
  } finally {
    posix.close(fd)
  }
}
