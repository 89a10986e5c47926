// A log that is a pipe, a terminal or a socket: asked whether it can take bytes, so that the daemon never waits for
// its reader. Never rotated and never emptied.

import type { Timer } from '../../sdk/clock.js'
import type { ErrnoName } from '../posix/port.js'
import type { LogContext, OpenLog } from './log-file.js'
import { Loss } from './loss.js'

/** What a pipe that reports room is sure to take without blocking (PIPE_BUF). */
const BLOCKING_WRITE_BYTES = 4_096

/**
 * The time between two looks at a full target: short at first, then less often. Not a poll registration: that would
 * switch the descriptor to non-blocking, and we may share it with the shell and others.
 */
const FIRST_LOOK_MS = 2
const LAST_LOOK_MS = 50

export function createBlockingLog(context: LogContext, path: string, fd: number): OpenLog {
  return new BlockingLog(context, path, fd)
}

class BlockingLog implements OpenLog {
  readonly room = (): number => this.#room()
  readonly onRoom = (callback: () => void): void => this.#wait(callback)
  readonly #context: LogContext
  readonly #fd: number
  readonly #loss: Loss
  /** What a write did not take; bounded by one write, because there is no room while it is not empty. */
  #held: Buffer = Buffer.alloc(0)
  #waiting: (() => void)[] = []
  #timer: Timer | undefined
  #lookMs = FIRST_LOOK_MS

  constructor(context: LogContext, path: string, fd: number) {
    this.#context = context
    this.#fd = fd
    this.#loss = new Loss(path, context.clock, context.log)
  }

  get lostBytes(): number {
    return this.#loss.totalBytes
  }

  get heldBytes(): number {
    return this.#held.length
  }

  write(bytes: Buffer): void {
    if (this.#held.length > 0) {
      this.#hold(bytes, 0)
      return
    }
    let written = 0
    while (written < bytes.length) {
      // Our callers keep to `room`; a longer write is cut, each piece with a question of its own.
      if (written > 0 && !this.#context.posix.isWritable(this.#fd)) {
        this.#hold(bytes, written)
        return
      }
      const length = Math.min(BLOCKING_WRITE_BYTES, bytes.length - written)
      const result = this.#context.posix.write(this.#fd, bytes, written, length)
      if ('bytes' in result) {
        written += result.bytes
      } else if (result.errno !== 'EINTR') {
        if (result.errno === 'EAGAIN') this.#hold(bytes, written)
        else this.#loss.dropped(bytes.length - written, result.errno)
        return
      }
    }
    if (this.#loss.isActive) this.#loss.wrote()
  }

  configure(): void {}

  reopen(): void {}

  /** There is nothing to empty, and a device must never be unlinked (EDGE-39). */
  clear(): ErrnoName | undefined {
    return undefined
  }

  close(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    if (this.#held.length > 0) this.#loss.dropped(this.#held.length, 'EPIPE')
    this.#loss.close()
    this.#context.posix.close(this.#fd)
    for (const callback of this.#waiting.splice(0)) callback()
  }

  #room(): number {
    if (this.#held.length > 0) return 0
    return this.#context.posix.isWritable(this.#fd) ? BLOCKING_WRITE_BYTES : 0
  }

  #hold(bytes: Buffer, from: number): void {
    this.#held = Buffer.concat([this.#held, bytes.subarray(from)])
    this.#look()
  }

  #wait(callback: () => void): void {
    this.#waiting.push(callback)
    this.#look()
  }

  #look(): void {
    this.#timer ??= this.#context.clock.after(this.#lookMs, () => {
      this.#timer = undefined
      if (!this.#context.posix.isWritable(this.#fd)) {
        this.#lookMs = Math.min(this.#lookMs * 2, LAST_LOOK_MS)
        this.#look()
        return
      }
      this.#lookMs = FIRST_LOOK_MS
      if (this.#held.length > 0) {
        const held = this.#held
        this.#held = Buffer.alloc(0)
        this.write(held)
        if (this.#held.length > 0) return
      }
      for (const callback of this.#waiting.splice(0)) callback()
    })
  }
}
