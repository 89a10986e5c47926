// Follows a log as it grows: told by whoever writes it, so nothing polls. The bytes stay in the file until asked for.

import type { Clock, Timer } from '../../sdk/clock.js'
import type { FileStatus, Posix } from '../posix/port.js'
import type { LogChange } from './log-file.js'
import type { LogFiles } from './log-files.js'

export interface FollowOptions {
  readonly posix: Pick<Posix, 'open' | 'readAt' | 'status' | 'close'>
  readonly clock: Clock
  readonly files: LogFiles
  readonly path: string
  /** The first byte to give. */
  readonly position: number
  /**
   * Takes the next bytes, in pieces of at most 64 KiB; the buffer is the callee's. `end` is where they end in their
   * file. Returning false pauses until `resume`, for a client that is slower than the log.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: most followers take everything and return nothing
  readonly onBytes: (bytes: Buffer, end: number) => void | boolean
}

export interface Follower {
  resume(): void
  close(): void
}

const READ_BYTES = 65_536
/** What Supervisor means to send when a log was emptied in place (WEB-22, EDGE-29). */
const TRUNCATED_NOTICE = '==> File truncated <==\n'

/**
 * Gives what follows `position`, now and as it is written. After a rotation the rest of the old file comes first,
 * then the new one from its start. What is emptied, or rotated twice, while a follower pauses is lost to it.
 */
export function followLog(options: FollowOptions): Follower {
  return new LogFollower(options)
}

class LogFollower implements Follower {
  readonly #options: FollowOptions
  readonly #unwatch: () => void
  #fd: number | undefined
  #position: number
  /** The path may name another file by now: to be looked at when this one is read to its end. */
  #isReplaced = false
  #isTruncated = false
  #isPaused = false
  #isClosed = false
  #pending: Timer | undefined

  constructor(options: FollowOptions) {
    this.#options = options
    this.#position = options.position
    this.#unwatch = options.files.watch(options.path, (change) => this.#changed(change))
    this.#fd = this.#open()
    this.#schedule()
  }

  resume(): void {
    this.#isPaused = false
    this.#schedule()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#unwatch()
    this.#pending?.cancel()
    this.#release()
  }

  #changed(change: LogChange): void {
    if (change === 'opened') this.#isReplaced = this.#fd !== undefined
    if (change === 'emptied') {
      this.#isTruncated = true
      this.#position = 0
    }
    // A file that is about to move, or has just come, is taken hold of at once; the rest can wait for the turn's end.
    if (change === 'ending' || change === 'opened') this.#read()
    else this.#schedule()
  }

  /** Several writes of one turn are read at once. */
  #schedule(): void {
    if (this.#isPaused || this.#isClosed) return
    this.#pending ??= this.#options.clock.soon(() => {
      this.#pending = undefined
      this.#read()
    })
  }

  /** Gives everything that is there, or until the follower pauses. */
  #read(): void {
    const { posix } = this.#options
    while (!this.#isPaused && !this.#isClosed) {
      this.#fd ??= this.#open()
      if (this.#fd === undefined) return
      const status = posix.status(this.#fd)
      if ('errno' in status || status.kind !== 'file') return
      if (status.size < this.#position || this.#isTruncated) {
        this.#isTruncated = false
        this.#position = 0
        this.#give(Buffer.from(TRUNCATED_NOTICE))
        continue
      }
      if (this.#readPiece(this.#fd)) continue
      if (!this.#isReplaced || !this.#leave(status)) return
    }
  }

  #open(): number | undefined {
    const opened = this.#options.posix.open(this.#options.path, 'read')
    return typeof opened === 'number' ? opened : undefined
  }

  /** False at the end of the file. */
  #readPiece(fd: number): boolean {
    const buffer = Buffer.allocUnsafe(READ_BYTES)
    const result = this.#options.posix.readAt(fd, buffer, buffer.length, this.#position)
    if ('errno' in result || result.bytes === 0) return false
    this.#position += result.bytes
    this.#give(buffer.subarray(0, result.bytes))
    return true
  }

  /** Leaves a file that the path no longer names; true when there is another to go on with. */
  #leave(status: FileStatus): boolean {
    this.#isReplaced = false
    const named = this.#options.posix.status(this.#options.path)
    if ('errno' in named) return false
    if (named.inode === status.inode && named.device === status.device) return false
    this.#release()
    this.#position = 0
    return true
  }

  #give(bytes: Buffer): void {
    if (this.#options.onBytes(bytes, this.#position) === false) this.#isPaused = true
  }

  #release(): void {
    if (this.#fd !== undefined) this.#options.posix.close(this.#fd)
    this.#fd = undefined
  }
}
