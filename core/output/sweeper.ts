// One timer for all paced descriptors: it runs only while there are any, at the pace of the most impatient one.

import type { Clock, Timer } from '../../sdk/clock.js'
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

/** Items that are due within this time of each other share a wake-up. */
const TOGETHER_MS = MIN_SWEEP_MS / 2

export function createSweeper(clock: Clock): Sweeper {
  const items = new Set<Sweepable>()
  let timer: Timer | undefined
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
    const delay = next - clock.monotonic()
    timer = delay <= 0 ? clock.soon(fire) : clock.after(delay, fire)
  }

  function fire(): void {
    timer = undefined
    timerAt = Number.POSITIVE_INFINITY
    const now = clock.monotonic()
    sweeping = true
    for (const item of [...items]) {
      if (item.dueAt <= now + TOGETHER_MS && items.has(item)) item.sweep()
    }
    sweeping = false
    arm()
  }

  return {
    add(item) {
      items.add(item)
      arm()
    },
    remove(item) {
      if (items.delete(item)) arm()
    },
    get size() {
      return items.size
    },
  }
}
