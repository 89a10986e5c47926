// One timer for all paced descriptors: it runs only while there are any, at the pace of the most impatient one.

import type { Clock, Timer } from '../../sdk/clock.js'
import type { Alarm, Posix } from '../posix/port.js'
import { MIN_SWEEP_MS } from './pace.js'

/** Something to look at again. `dueAt` is on the monotonic clock. */
export interface Sweepable {
  dueAt: number
  sweep(): void
}

export interface Sweeper {
  add(item: Sweepable): void
  remove(item: Sweepable): void
  readonly size: number
}

/** The clock counts in milliseconds: below one it would wait too long for a small pipe. */
const CLOCK_STEP_MS = 1

/** Items that are due within this time of each other share a wake-up. */
const TOGETHER_MS = MIN_SWEEP_MS / 2

export function createSweeper(clock: Clock, posix: Pick<Posix, 'openAlarm'>): Sweeper {
  const items = new Set<Sweepable>()
  let timer: Pick<Timer, 'cancel'> | undefined
  /** While there are items, and from when one of them needed it. */
  let alarm: Alarm | null | undefined
  let timerAt = Number.POSITIVE_INFINITY
  let sweeping = false

  function arm(): void {
    if (sweeping) return
    let next = Number.POSITIVE_INFINITY
    for (const item of items) next = Math.min(next, item.dueAt)
    if (next === timerAt) return
    timer?.cancel()
    timer = undefined
    timerAt = next
    if (next === Number.POSITIVE_INFINITY) return
    timer = wait(next - clock.monotonic())
  }

  function wait(delay: number): Pick<Timer, 'cancel'> {
    if (delay <= 0) return clock.soon(fire)
    if (delay < CLOCK_STEP_MS) {
      if (alarm === undefined) alarm = posix.openAlarm(fire)
      if (alarm !== null) {
        alarm.set(delay * 1000)
        return alarm
      }
    }
    return clock.after(delay, fire)
  }

  function fire(): void {
    // An alarm that was cancelled may ring all the same, in place of what is set now: with both there would be two of
    // them for as long as anything is busy.
    timer?.cancel()
    timer = undefined
    timerAt = Number.POSITIVE_INFINITY
    const now = clock.monotonic()
    sweeping = true
    try {
      for (const item of [...items]) {
        if (item.dueAt <= now + TOGETHER_MS && items.has(item)) item.sweep()
      }
    } finally {
      sweeping = false
      arm()
    }
  }

  return {
    add(item) {
      items.add(item)
      arm()
    },
    remove(item) {
      if (!items.delete(item)) return
      arm()
      if (items.size > 0) return
      alarm?.close()
      alarm = undefined
    },
    get size() {
      return items.size
    },
  }
}
