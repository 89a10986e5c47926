// A millisecond at start that shows whether the tables fit this machine, before a wrong number does harm.

import { type Libc, PosixUnavailableError } from './libc.js'
import { createPipes } from './pipes.js'
import { readLimit } from './rlimits.js'

/** Throws PosixUnavailableError naming the first thing that is not as expected. */
export function selfTest(libc: Libc): void {
  for (const [claim, holds] of CLAIMS) {
    if (holds(libc)) continue
    throw new PosixUnavailableError(
      `the system does not behave as the tables for ${libc.platform.name} say: ${claim}; ` +
        'please report this with the output of "uname -a" and "ldd --version"',
    )
  }
}

const NO_CHILD = 0x7ffffffe

const CLAIMS: readonly (readonly [string, (libc: Libc) => boolean])[] = [
  ['a pipe carries bytes, is close-on-exec and does not block', pipeWorks],
  ['errors have their names', (libc) => libc.close(-1) === -1 && libc.errno() === 'EBADF'],
  [
    'a process that is not ours cannot be waited for',
    (libc) => libc.waitpid(NO_CHILD, new Int32Array(1), libc.platform.waitNoHang) === -1,
  ],
  [
    'a child can be peeked at without a wait',
    (libc) => {
      const { waitAny, waitExited, waitNoHang, waitLeave } = libc.platform
      const result = libc.waitid(waitAny, 0, Buffer.alloc(128), waitExited | waitNoHang | waitLeave)
      return result === 0 || libc.errno() === 'ECHILD'
    },
  ],
  [
    'limits can be read',
    (libc) => {
      const { soft, hard } = readLimit(libc, libc.platform.limitDescriptors)
      return soft > 0n && soft <= hard
    },
  ],
]

function pipeWorks(libc: Libc): boolean {
  const pipes = createPipes(libc)
  const pipe = pipes.pipe('read')
  // Out of descriptors says nothing about the tables.
  if ('errno' in pipe) return ['EMFILE', 'ENFILE'].includes(pipe.errno)
  const buffer = Buffer.from('probe')
  try {
    const empty = pipes.read(pipe.read, buffer, buffer.length)
    const flags = libc.fcntl(pipe.write, libc.platform.getDescriptorFlags, 0)
    const sent = pipes.write(pipe.write, buffer, 0, buffer.length)
    const waiting = pipes.available(pipe.read)
    const received = pipes.read(pipe.read, buffer, buffer.length)
    return (
      'errno' in empty &&
      empty.errno === 'EAGAIN' &&
      (flags & libc.platform.closeOnExec) !== 0 &&
      'bytes' in sent &&
      waiting === buffer.length &&
      'bytes' in received &&
      received.bytes === buffer.length &&
      pipes.pipeCapacity(pipe.read) >= 4096 &&
      pipes.isWritable(pipe.write)
    )
  } finally {
    pipes.close(pipe.read)
    pipes.close(pipe.write)
  }
}
