// The real clock: the only file of the daemon that sets a timer.

import type { Clock, Timer } from './port.js'

/** setTimeout fires at once for a longer delay. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after: (delayMs, callback, options) => startTimer(delayMs, callback, options?.background === true),
    soon(callback) {
      const immediate = setImmediate(callback)
      return { cancel: () => clearImmediate(immediate) }
    },
  }
}

function startTimer(delayMs: number, callback: () => void, background: boolean): Timer {
  const due = performance.now() + Math.max(0, delayMs)
  let timeout: NodeJS.Timeout
  const arm = (remainingMs: number) => {
    timeout = setTimeout(fire, Math.min(Math.ceil(remainingMs), LONGEST_TIMEOUT_MS))
    if (background) timeout.unref()
  }
  const fire = () => {
    // Node counts from a loop time that is rounded down, so a timeout can come a millisecond early.
    const remainingMs = due - performance.now()
    if (remainingMs > 0) arm(remainingMs)
    else callback()
  }
  arm(delayMs)
  return { cancel: () => clearTimeout(timeout) }
}
