// Moves bytes from the children's pipes into channels. Read and write are one step: nothing rests in this program.
//
// A descriptor is in one of four modes. `polled`: the kernel tells when there is something, for quiet programs and
// for protocols. `paced`: looked at by the sweeper's one timer, because capture costs per wake-up and not per byte.
// `blocked`: a sink is full, so the bytes stay in the pipe and only this child waits. `ended`: closed.

import type { Clock } from '../../sdk/clock.js'
import type { Logger } from '../../sdk/logger.js'
import { channelClosed } from '../log/messages.js'
import type { FdWatch, Posix } from '../posix/port.js'
import type { OutputChannel } from './channel.js'
import {
  ANSWERS,
  BUDGET_BYTES,
  BUSY_WITHIN_MS,
  busyRead,
  EAGER_BYTES,
  EMPTY_SWEEPS,
  emptyDelay,
  READ_BYTES,
  sweepDelay,
  USUAL_CAPACITY,
  WANTED_CAPACITY,
} from './pace.js'
import { createSweeper, type Sweeper } from './sweeper.js'

/** What the pump needs of the system. */
export type PumpPosix = Pick<
  Posix,
  'read' | 'close' | 'watchReadable' | 'openAlarm' | 'available' | 'pipeCapacity'
>

export interface PumpOptions {
  readonly posix: PumpPosix
  readonly clock: Clock
  readonly log: Logger
}

export interface PumpHandle {
  readonly fd: number
  /** The descriptor is closed, at end of file or by `close`. */
  readonly ended: boolean
  /**
   * Delivers at once what is in the pipe now, for the moment in which the end of the child is known. It never waits
   * for end of file, because a grandchild may hold the pipe. What a full sink cannot take stays in the pipe.
   */
  drain(): void
  /**
   * Delivers what is in the pipe now and closes it. Where a sink is full this goes on in the background until the
   * bytes that were there at the call are delivered; later ones, of a grandchild, are not read.
   */
  close(): void
}

export interface Pump {
  /**
   * Takes over `fd`, the read end of a child's pipe: the pump closes it. `onEnd` is called once at end of file, not
   * after `close`.
   */
  open(fd: number, channel: OutputChannel, onEnd?: () => void): PumpHandle
  /**
   * How many descriptors are open, how many of them the sweeper looks at, and the bytes of ended children that wait for
   * a full sink.
   */
  readonly counts: { readonly open: number; readonly paced: number; readonly owedBytes: number }
  /** Closes everything at once, delivering what the sinks can take. */
  close(): void
}

type Outcome = 'empty' | 'more' | 'blocked' | 'ended'

export function createPump(options: PumpOptions): Pump {
  const sources = new Set<Source>()
  const shared: Shared = {
    ...options,
    buffer: Buffer.allocUnsafeSlow(READ_BYTES),
    sweeper: createSweeper(options.clock, options.posix),
    sources,
  }
  return {
    open: (fd, channel, onEnd) => new Source(shared, fd, channel, onEnd),
    get counts() {
      let owedBytes = 0
      for (const source of sources) owedBytes += source.owedBytes
      return { open: sources.size, paced: shared.sweeper.size, owedBytes }
    },
    close() {
      for (const source of [...sources]) source.abandon()
    },
  }
}

interface Shared extends PumpOptions {
  readonly buffer: Buffer
  readonly sweeper: Sweeper
  readonly sources: Set<Source>
}

class Source implements PumpHandle {
  readonly fd: number
  dueAt = 0
  readonly #shared: Shared
  readonly #channel: OutputChannel
  readonly #watch: FdWatch
  #onEnd: (() => void) | undefined
  #mode: 'polled' | 'paced' | 'blocked' | 'ended' = 'polled'
  /** 0 until the first bytes: most programs never need the system call. */
  #capacity = 0
  #hasGrown = false
  #lastWakeAt = Number.NEGATIVE_INFINITY
  #lastSweepAt = 0
  /** Milliseconds from the last sweep to the next. */
  #delay = 0
  #emptySweeps = 0
  /** Bytes of the last transfer. */
  #moved = 0
  /** After `close`: how many bytes are still to be delivered. */
  #owed = Number.POSITIVE_INFINITY

  constructor(shared: Shared, fd: number, channel: OutputChannel, onEnd: (() => void) | undefined) {
    this.#shared = shared
    this.fd = fd
    this.#channel = channel
    this.#onEnd = onEnd
    shared.sources.add(this)
    this.#watch = shared.posix.watchReadable(fd, () => this.#wake())
  }

  get ended(): boolean {
    return this.#mode === 'ended'
  }

  get owedBytes(): number {
    return this.#owed === Number.POSITIVE_INFINITY ? 0 : this.#owed
  }

  drain(): void {
    if (this.#mode === 'ended' || this.#mode === 'blocked') return
    let left = this.#shared.posix.available(this.fd)
    while (left > 0) {
      const outcome = this.#transfer(left)
      left -= this.#moved
      if (outcome === 'blocked') this.#block()
      if (outcome !== 'more') return
    }
  }

  close(): void {
    if (this.#mode === 'ended') return
    this.#onEnd = undefined
    this.#owed = this.#shared.posix.available(this.fd)
    if (this.#mode !== 'blocked') this.#settle()
  }

  /** The daemon leaves: what a full sink cannot take now is lost with the pipe. */
  abandon(): void {
    this.#onEnd = undefined
    this.drain()
    this.#finish()
  }

  sweep(): void {
    const outcome = this.#transfer(BUDGET_BYTES)
    const now = this.#shared.clock.monotonic()
    const elapsed = now - this.#lastSweepAt
    this.#lastSweepAt = now
    if (outcome === 'ended') return
    this.#emptySweeps = this.#moved === 0 ? this.#emptySweeps + 1 : 0
    if (outcome === 'blocked') this.#block()
    else if (this.#emptySweeps >= EMPTY_SWEEPS) this.#poll()
    else {
      this.#delay = this.#nextDelay(outcome, elapsed)
      this.dueAt = now + this.#delay
    }
  }

  #nextDelay(outcome: Outcome, elapsed: number): number {
    if (this.#moved === 0) return emptyDelay(this.#delay, this.#capacity)
    // Full, nobody knows for how long.
    if (outcome === 'more' || this.#moved >= this.#capacity) return 0
    return sweepDelay(this.#moved, elapsed, this.#capacity)
  }

  #wake(): void {
    if (this.#mode !== 'polled') return
    const outcome = this.#transfer(BUDGET_BYTES)
    if (outcome === 'blocked') this.#block()
    if (outcome === 'ended' || outcome === 'blocked' || this.#channel.isProtocol) return
    const now = this.#shared.clock.monotonic()
    const elapsed = now - this.#lastWakeAt
    this.#lastWakeAt = now
    if (outcome === 'more' || elapsed < BUSY_WITHIN_MS) this.#pace(now, outcome, elapsed)
  }

  #pace(now: number, outcome: Outcome, elapsed: number): void {
    if (this.#capacity === 0) this.#capacity = this.#shared.posix.pipeCapacity(this.fd) || USUAL_CAPACITY
    this.#watch.pause()
    this.#mode = 'paced'
    this.#emptySweeps = 0
    this.#lastSweepAt = now
    this.#delay = outcome === 'more' ? 0 : sweepDelay(this.#moved, elapsed, this.#capacity)
    this.dueAt = now + this.#delay
    this.#shared.sweeper.add(this)
  }

  #poll(): void {
    this.#shared.sweeper.remove(this)
    this.#mode = 'polled'
    this.#lastWakeAt = Number.NEGATIVE_INFINITY
    this.#watch.resume()
  }

  #block(): void {
    if (this.#mode === 'polled') this.#watch.pause()
    else this.#shared.sweeper.remove(this)
    this.#mode = 'blocked'
    this.#channel.onRoom(() => {
      if (this.#mode !== 'blocked') return
      // As a poll would: the next transfer decides how to go on.
      this.#poll()
      if (this.#owed !== Number.POSITIVE_INFINITY) this.#settle()
      else this.#wake()
    })
  }

  /** Delivers what was owed at `close`, then ends. */
  #settle(): void {
    while (this.#owed > 0) {
      const outcome = this.#transfer(this.#owed)
      this.#owed -= this.#moved
      if (outcome === 'blocked') this.#block()
      if (outcome === 'blocked' || outcome === 'ended') return
      if (outcome === 'empty') break
    }
    this.#finish()
  }

  /** Reads and writes until the pipe is empty, a sink is full, or `budget` bytes are moved. */
  #transfer(budget: number): Outcome {
    const { posix, buffer } = this.#shared
    this.#moved = 0
    const readLimit = Math.min(READ_BYTES, this.#channel.maxReadBytes)
    let answers = this.#channel.isProtocol ? ANSWERS : 0
    while (this.#moved < budget) {
      const room = this.#channel.room()
      if (!(room >= 1)) return 'blocked'
      const wanted = Math.min(readLimit, room, budget - this.#moved)
      const result = posix.read(this.fd, buffer, wanted)
      if ('errno' in result) {
        if (result.errno === 'EINTR') continue
        if (result.errno === 'EAGAIN') return 'empty'
        this.#end()
        return 'ended'
      }
      if (result.bytes === 0) {
        this.#end()
        return 'ended'
      }
      this.#moved += result.bytes
      this.#channel.write(buffer.subarray(0, result.bytes))
      const isBusy = this.#isBusy(result.bytes, readLimit) || result.bytes >= EAGER_BYTES
      answers -= 1
      if (result.bytes < wanted && !isBusy && answers <= 0) return 'empty'
    }
    return 'more'
  }

  /** True when the writer outruns the sweeps. The first time the pipe is also made larger. */
  #isBusy(readBytes: number, readLimit: number): boolean {
    if (this.#capacity === 0) this.#capacity = this.#shared.posix.pipeCapacity(this.fd) || USUAL_CAPACITY
    if (readBytes < busyRead(this.#capacity, readLimit)) return false
    if (!this.#hasGrown && !this.#channel.isProtocol) {
      this.#hasGrown = true
      // Advice only: unprivileged users share 64 MiB of it, so the real size is what counts.
      this.#capacity = this.#shared.posix.pipeCapacity(this.fd, WANTED_CAPACITY) || USUAL_CAPACITY
    }
    return true
  }

  #end(): void {
    const onEnd = this.#onEnd
    this.#finish()
    onEnd?.()
  }

  #finish(): void {
    if (this.#mode === 'ended') return
    this.#mode = 'ended'
    this.#onEnd = undefined
    this.#shared.sweeper.remove(this)
    this.#shared.sources.delete(this)
    this.#watch.close()
    this.#shared.posix.close(this.fd)
    this.#channel.close()
    channelClosed(this.#shared.log, this.fd, `${this.#channel.name} of ${this.#channel.process.name}`)
  }
}
