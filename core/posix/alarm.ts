// Timers finer than the clock's milliseconds: Linux's timerfd, waited for like any descriptor.

import type { Libc } from './libc.js'
import type { Alarm, FdWatch, Posix } from './port.js'
import type { Poll } from './readiness.js'

/** Seconds and nanoseconds of the repetition, then those of the first time. */
const INTERVAL_WORDS = 4
const SECONDS = 2
const NANOSECONDS = 3
const SECOND_US = 1_000_000

export function createAlarms(libc: Libc, poll: Poll): Pick<Posix, 'openAlarm'> {
  return {
    openAlarm(callback) {
      if (libc.platform.timerDescriptor === null || libc.timerfd === undefined) return null
      const { monotonic, flags } = libc.platform.timerDescriptor
      const fd = libc.timerfd.create(monotonic, flags)
      return fd === -1 ? null : new TimerDescriptor(libc, libc.timerfd, fd, poll, callback)
    },
  }
}

class TimerDescriptor implements Alarm {
  readonly #libc: Libc
  readonly #timerfd: NonNullable<Libc['timerfd']>
  readonly #fd: number
  readonly #watch: FdWatch
  readonly #interval = new BigInt64Array(INTERVAL_WORDS)
  #isSet = false
  #isClosed = false

  constructor(
    libc: Libc,
    timerfd: NonNullable<Libc['timerfd']>,
    fd: number,
    poll: Poll,
    callback: () => void,
  ) {
    this.#libc = libc
    this.#timerfd = timerfd
    this.#fd = fd
    this.#watch = poll(fd, 'readable', () => {
      // Cancelled after the event loop had seen it ring.
      if (!this.#isSet) return
      this.#isSet = false
      callback()
      // Readable until it is set anew, or read.
      if (!this.#isSet) this.cancel()
    })
  }

  set(microseconds: number): void {
    if (this.#isClosed) return
    // 0 would take it back.
    const whole = Math.max(1, Math.round(microseconds))
    this.#interval[SECONDS] = BigInt(Math.floor(whole / SECOND_US))
    this.#interval[NANOSECONDS] = BigInt((whole % SECOND_US) * 1000)
    this.#timerfd.set(this.#fd, 0, this.#interval, null)
    this.#isSet = true
  }

  cancel(): void {
    if (this.#isClosed) return
    this.#interval.fill(0n)
    this.#timerfd.set(this.#fd, 0, this.#interval, null)
    this.#isSet = false
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#watch.close()
    this.#libc.close(this.#fd)
  }
}
