// The clock of a program: the shape that plugins have in `supervisor.clock`.

import type { Clock, Timer } from '../../clock.js'

export function programClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(delayMs, callback, { background = false } = {}): Timer {
      const timer = setTimeout(callback, delayMs)
      if (background) timer.unref()
      return { cancel: () => clearTimeout(timer) }
    },
    soon(callback): Timer {
      const immediate = setImmediate(callback)
      return { cancel: () => clearImmediate(immediate) }
    },
  }
}
