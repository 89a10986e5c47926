// Waiting for descriptors: callbacks of the event loop when bytes can be read or written.

import type Koffi from 'koffi'
import type { Clock, Timer } from '../clock/port.js'
import type { Libc } from './libc.js'
import type { FdWatch, Posix } from './port.js'

type PollHandle = ReturnType<typeof Koffi.node.poll>
type Direction = 'readable' | 'writable'

/**
 * One descriptor can be watched in one direction at a time. Watching makes the open file non-blocking, for every
 * process that shares it.
 */
export function createReadiness(libc: Libc, clock: Clock): Pick<Posix, 'watchReadable' | 'watchWritable'> {
  // The garbage collector closes a handle that nothing refers to.
  const handles = new Set<PollHandle>()

  const watch = (fd: number, direction: Direction, callback: () => void): FdWatch => {
    const interest = { [direction]: true }
    // Errors and hang-ups count as ready: the read or write that follows tells which.
    const onReady = () => callback()
    let handle: PollHandle
    try {
      handle = libc.koffi.node.poll(fd, interest, onReady)
    } catch (error) {
      // Files and /dev/null cannot be polled (EPERM) and are always ready.
      if (!(error instanceof Error) || !/not permitted/.test(error.message)) throw error
      return watchAlwaysReady(clock, callback)
    }
    handles.add(handle)
    return {
      pause: () => handle.stop(),
      resume: () => handle.start(interest, onReady),
      close() {
        if (handles.delete(handle)) handle.close()
      },
    }
  }

  return {
    watchReadable: (fd, callback) => watch(fd, 'readable', callback),
    watchWritable: (fd, callback) => watch(fd, 'writable', callback),
  }
}

function watchAlwaysReady(clock: Clock, callback: () => void): FdWatch {
  let timer: Timer | undefined
  const arm = () => {
    timer = clock.soon(() => {
      arm()
      callback()
    })
  }
  const pause = () => timer?.cancel()
  arm()
  return {
    pause,
    resume() {
      pause()
      arm()
    },
    close: pause,
  }
}
