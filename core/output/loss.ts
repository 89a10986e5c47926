// What a log that cannot be written loses: said once when it begins and once when it ends, with the count.

import type { Clock, Timer } from '../../sdk/clock.js'
import type { Logger } from '../../sdk/logger.js'
import { logWriteFailed, logWriteResumed } from '../log/messages.js'
import type { ErrnoName } from '../posix/port.js'

export interface Loss {
  /** True from the first dropped byte until the end has been logged. */
  readonly isActive: boolean
  /** All bytes dropped so far. */
  readonly totalBytes: number
  dropped(bytes: number, errno: ErrnoName): void
  /** A write went well; to be called only while active. */
  wrote(): void
  close(): void
}

/** On a nearly full disk short writes succeed between failed ones: only this long without a failure is an end. */
const QUIET_MS = 1_000

export function createLoss(path: string, clock: Clock, log: () => Logger | undefined): Loss {
  let isActive = false
  let totalBytes = 0
  let episodeBytes = 0
  let timer: Timer | undefined

  function cancel(): void {
    timer?.cancel()
    timer = undefined
  }

  function end(): void {
    cancel()
    isActive = false
    const lost = episodeBytes
    episodeBytes = 0
    const report = log()
    if (report !== undefined) logWriteResumed(report, path, lost)
  }

  return {
    get isActive() {
      return isActive
    },
    get totalBytes() {
      return totalBytes
    },
    dropped(bytes, errno) {
      totalBytes += bytes
      episodeBytes += bytes
      cancel()
      if (isActive) return
      // First the flag: the log that is told may be the very one that failed.
      isActive = true
      const report = log()
      if (report !== undefined) logWriteFailed(report, path, errno)
    },
    wrote() {
      timer ??= clock.after(QUIET_MS, end, { background: true })
    },
    close() {
      cancel()
    },
  }
}
