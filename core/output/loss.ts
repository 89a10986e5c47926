// What a log that cannot be written loses: said once when it begins and once when it ends, with the count.

import type { Clock, Timer } from '../../sdk/clock.js'
import type { Logger } from '../../sdk/logger.js'
import { logClosedAfterLoss, logWriteFailed, logWriteResumed } from '../log/messages.js'
import type { ErrnoName } from '../posix/port.js'

/** On a nearly full disk short writes succeed between failed ones: only this long without a failure is an end. */
const QUIET_MS = 1_000

export class Loss {
  readonly #path: string
  readonly #clock: Clock
  readonly #log: () => Logger | undefined
  #isActive = false
  #totalBytes = 0
  #episodeBytes = 0
  #timer: Timer | undefined

  constructor(path: string, clock: Clock, log: () => Logger | undefined) {
    this.#path = path
    this.#clock = clock
    this.#log = log
  }

  /** True from the first dropped byte until the end has been logged. */
  get isActive(): boolean {
    return this.#isActive
  }

  /** All bytes dropped so far. */
  get totalBytes(): number {
    return this.#totalBytes
  }

  dropped(bytes: number, errno: ErrnoName): void {
    this.#totalBytes += bytes
    this.#episodeBytes += bytes
    this.#cancel()
    if (this.#isActive) return
    // First the flag: the log that is told may be the very one that failed.
    this.#isActive = true
    const report = this.#log()
    if (report !== undefined) logWriteFailed(report, this.#path, errno)
  }

  /** A write went well; to be called only while active. */
  wrote(): void {
    this.#timer ??= this.#clock.after(QUIET_MS, () => this.#end(), { background: true })
  }

  /** The log is closed: what it lost is said now or never. */
  close(): void {
    const report = this.#isActive ? this.#log() : undefined
    // While still active, because the log that is told may be the very one that is closed.
    if (report !== undefined) logClosedAfterLoss(report, this.#path, this.#episodeBytes)
    this.#isActive = false
    this.#cancel()
  }

  #end(): void {
    this.#cancel()
    this.#isActive = false
    const lost = this.#episodeBytes
    this.#episodeBytes = 0
    const report = this.#log()
    if (report !== undefined) logWriteResumed(report, this.#path, lost)
  }
  #cancel(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }
}
