// The clock port: the only way for the daemon and its plugins to read the time or to set a timer.

/** A pending timer. Cancelling twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void
}

export interface Clock {
  /** Wall-clock milliseconds since 1970, for times that people read. It may jump; never compute a deadline from it. */
  now(): number
  /** Monotonic milliseconds since an arbitrary start, for deadlines and durations. */
  monotonic(): number
  /** Calls once after at least `delayMs` milliseconds. Keeps the daemon alive unless `background` is true. */
  after(delayMs: number, callback: () => void, options?: { background?: boolean }): Timer
  /** Calls on the next macrotask, after pending input has been handled. */
  soon(callback: () => void): Timer
}
