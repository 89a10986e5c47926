// Waiting for descriptors: callbacks of the event loop when bytes can be read or written.

import { fstatSync } from 'node:fs'
import { isatty } from 'node:tty'
import type Koffi from 'koffi'
import type { Clock, Timer } from '../clock/port.js'
import type { Libc } from './libc.js'
import type { FdWatch, Posix } from './port.js'

type PollHandle = ReturnType<typeof Koffi.node.poll>
type Direction = 'readable' | 'writable'

/** The major version of Node from which on `createSettling` is needed. */
const LATE_SETTLING_NODE = 26

/** Watches a descriptor that is known to be pollable: koffi aborts the whole process where libuv refuses one. */
export type Poll = (fd: number, direction: Direction, callback: () => void) => FdWatch

export function createPoll(libc: Libc, clock: Clock): Poll {
  // The garbage collector closes a handle that nothing refers to.
  const handles = new Map<number, PollHandle>()
  // Where it is not needed it would cost as much as a short read and write.
  const settle =
    Number.parseInt(process.versions.node, 10) >= LATE_SETTLING_NODE ? createSettling(clock) : null

  return (fd, direction, callback) => {
    if (handles.has(fd)) throw new Error(`descriptor ${fd} is watched already`)
    const settleAndCall = () => {
      settle?.()
      callback()
    }
    return new PolledWatch(libc, handles, fd, direction, settle === null ? callback : settleAndCall)
  }
}

/**
 * One descriptor can be watched in one direction at a time. Watching makes the open file non-blocking, for every
 * process that shares it.
 */
export function createReadiness(poll: Poll, clock: Clock): Pick<Posix, 'watchReadable' | 'watchWritable'> {
  const watch = (fd: number, direction: Direction, callback: () => void): FdWatch =>
    canBePolled(fd) ? poll(fd, direction, callback) : watchAlwaysReady(clock, callback)
  return {
    watchReadable: (fd, callback) => watch(fd, 'readable', callback),
    watchWritable: (fd, callback) => watch(fd, 'writable', callback),
  }
}

/**
 * From Node 26.4 on, what a callback of koffi leaves behind (settled promises, ticks) waits for the next callback of
 * Node's own, which may be seconds away. The returned function asks for one in the same round of the event loop.
 */
function createSettling(clock: Clock): () => void {
  let isAsked = false
  const settled = () => {
    isAsked = false
  }
  return () => {
    if (isAsked) return
    isAsked = true
    clock.soon(settled)
  }
}

const INTERESTS = { readable: { readable: true }, writable: { writable: true } } as const

class PolledWatch implements FdWatch {
  readonly #handles: Map<number, PollHandle>
  readonly #handle: PollHandle
  readonly #fd: number
  readonly #direction: Direction
  /** Errors and hang-ups count as ready: the read or write that follows tells which. */
  readonly #onReady: () => void
  #isClosed = false

  constructor(
    libc: Libc,
    handles: Map<number, PollHandle>,
    fd: number,
    direction: Direction,
    callback: () => void,
  ) {
    this.#handles = handles
    this.#fd = fd
    this.#direction = direction
    this.#onReady = callback
    this.#handle = libc.koffi.node.poll(fd, INTERESTS[direction], callback)
    handles.set(fd, this.#handle)
  }

  pause(): void {
    if (!this.#isClosed) this.#handle.stop()
  }

  resume(): void {
    if (!this.#isClosed) this.#handle.start(INTERESTS[this.#direction], this.#onReady)
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#handles.delete(this.#fd)
    this.#handle.close()
  }
}

/** Files and plain devices (/dev/null) cannot be polled and are always ready. Throws for a closed descriptor. */
function canBePolled(fd: number): boolean {
  const stats = fstatSync(fd)
  return stats.isFIFO() || stats.isSocket() || isatty(fd)
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
