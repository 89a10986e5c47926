// Descriptors: making pipes, moving bytes without exceptions, and asking the kernel how full they are.

import type { Libc } from './libc.js'
import type { IoResult, Posix } from './port.js'
import { copySafely, isSafe, moveSafely } from './safe-descriptor.js'

/** What Linux gives a new pipe; assumed where the size cannot be asked. */
const USUAL_PIPE_BYTES = 65_536

export type Pipes = Pick<
  Posix,
  'pipe' | 'read' | 'write' | 'close' | 'duplicate' | 'available' | 'pipeCapacity' | 'isWritable'
>

export function createPipes(libc: Libc): Pipes {
  const { platform } = libc
  const pair = new Int32Array(2)
  const count = new Int32Array(1)
  const pollEntry = Buffer.alloc(8)

  /** Repeats after EINTR. */
  const transfer = (call: Libc['read'], fd: number, buffer: Uint8Array, length: number): IoResult => {
    for (;;) {
      const bytes = call(fd, buffer, length)
      if (bytes >= 0) return { bytes }
      const errno = libc.errno()
      if (errno !== 'EINTR') return { errno }
    }
  }

  const lift = (fd: number) => (isSafe(fd) ? fd : moveSafely(libc, fd))

  return {
    pipe(daemonEnd) {
      if (libc.pipe2(pair, platform.pipeCloseOnExec) === -1) return { errno: libc.errno() }
      const read = lift(pair[0]!)
      const write = lift(pair[1]!)
      if (typeof read !== 'number' || typeof write !== 'number') {
        if (typeof read === 'number') libc.close(read)
        if (typeof write === 'number') libc.close(write)
        return typeof read === 'number' ? (write as Exclude<typeof write, number>) : read
      }
      // The two ends are separate open files, so the child's keeps blocking.
      libc.fcntl(daemonEnd === 'read' ? read : write, platform.setStatusFlags, platform.nonBlocking)
      return { read, write }
    },
    read: (fd, buffer, length) => transfer(libc.read, fd, buffer, Math.min(length, buffer.length)),
    write(fd, buffer, offset, length) {
      const bytes = offset === 0 ? buffer : buffer.subarray(offset)
      return transfer(libc.write, fd, bytes, Math.min(length, bytes.length))
    },
    close(fd) {
      // Never repeated after EINTR: on Linux the descriptor is gone by then and its number may be someone else's.
      libc.close(fd)
    },
    duplicate: (fd) => copySafely(libc, fd),
    available(fd) {
      return libc.ioctlInt(fd, platform.bytesAvailable, count) === -1 ? 0 : count[0]!
    },
    pipeCapacity(fd, wanted) {
      if (platform.pipeSize === null) return USUAL_PIPE_BYTES
      // Only advice: an unprivileged user's pipes share a budget, so the answer is always asked for.
      if (wanted !== undefined) libc.fcntl(fd, platform.pipeSize.set, wanted)
      const size = libc.fcntl(fd, platform.pipeSize.get, 0)
      return size > 0 ? size : USUAL_PIPE_BYTES
    },
    isWritable(fd) {
      pollEntry.writeInt32LE(fd, 0)
      pollEntry.writeInt16LE(platform.pollWritable, 4)
      pollEntry.writeInt16LE(0, 6)
      // An error or a hang-up counts: the write that follows tells which.
      return libc.poll(pollEntry, 1, 0) > 0
    },
  }
}
