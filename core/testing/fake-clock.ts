// The clock port under a test's control: nothing happens until the test moves time on.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock, Timer } from '../clock/port.js'
import { originOf, takeStack } from './origins.js'

export interface FakeClock extends Clock {
  /** Moves both clocks on by `ms`, firing what falls due in order of deadline. 0 runs what is due now. */
  advance(ms: number): void
  /** The same with a turn of the event loop before and after each firing, so that promise reactions run in between. */
  run(ms?: number): Promise<void>
  /** The wall clock jumps; deadlines are not affected. */
  stepWall(ms: number): void
  /** The monotonic clock alone moves on, as after a suspend; what falls due fires at the next `advance`. */
  stepMonotonic(ms: number): void
  /** Another image of the program takes over: everything that was set is gone. */
  forget(): void
  /** How many timers and `soon` callbacks have neither fired nor been cancelled. */
  pending(): number
  /** The pending timers in firing order, in milliseconds from now. */
  timers(): readonly PendingTimer[]
  /** The pending `soon` callbacks. */
  callbacks(): readonly { readonly madeAt: string | undefined }[]
}

export interface PendingTimer {
  readonly inMs: number
  readonly background: boolean
  /** `shout.js:12`: the line that asked for it. */
  readonly madeAt: string | undefined
}

interface Entry extends Timer {
  readonly due: number
  readonly background: boolean
  readonly fire: () => void
  readonly stack: Error
}

/** Above this many firings at one moment something re-arms itself without end. */
const MAXIMUM_FIRINGS = 100_000

/** A clock at 2026-01-31 10:20:30.123 UTC. */
export function createFakeClock(start = Date.UTC(2026, 0, 31, 10, 20, 30, 123)): FakeClock {
  let wall = start
  let monotonic = 1_000
  const soon: Entry[] = []
  const timers: Entry[] = []

  function entry(list: () => Entry[], due: number, background: boolean, fire: () => void): Entry {
    const made: Entry = {
      due,
      background,
      fire,
      stack: takeStack(),
      cancel() {
        const index = list().indexOf(made)
        if (index >= 0) list().splice(index, 1)
      },
    }
    return made
  }

  /** The next thing due at or before `until`, removed from its list; the clocks stand at its moment. */
  function take(until: number): Entry | undefined {
    const immediate = soon.shift()
    if (immediate !== undefined) return immediate
    const next = timers[0]
    if (next === undefined || next.due > until) return undefined
    timers.shift()
    moveTo(Math.max(next.due, monotonic))
    return next
  }

  function moveTo(moment: number): void {
    wall += moment - monotonic
    monotonic = moment
  }

  function* due(ms: number): Generator<Entry> {
    const until = monotonic + ms
    let firings = 0
    let moment = monotonic
    for (let next = take(until); next !== undefined; next = take(until)) {
      firings = monotonic === moment ? firings + 1 : 0
      moment = monotonic
      if (firings > MAXIMUM_FIRINGS)
        throw new Error('the fake clock never comes to rest: a callback re-arms itself')
      yield next
    }
    moveTo(Math.max(until, monotonic))
  }

  return {
    now: () => wall,
    monotonic: () => monotonic,
    after(delayMs, callback, options) {
      const made = entry(
        () => timers,
        monotonic + Math.max(0, delayMs),
        options?.background === true,
        callback,
      )
      const index = timers.findIndex((other) => other.due > made.due)
      timers.splice(index < 0 ? timers.length : index, 0, made)
      return made
    },
    soon(callback) {
      const made = entry(() => soon, monotonic, false, callback)
      soon.push(made)
      return made
    },
    advance(ms) {
      for (const next of due(ms)) next.fire()
    },
    async run(ms = 0) {
      const until = monotonic + ms
      await nextTurn()
      // Promise reactions of the last turn may have set something that is due by now.
      do {
        for (const next of due(until - monotonic)) {
          next.fire()
          await nextTurn()
        }
        await nextTurn()
      } while (soon.length > 0 || (timers[0] !== undefined && timers[0].due <= until))
    },
    stepWall(ms) {
      wall += ms
    },
    stepMonotonic(ms) {
      monotonic += ms
    },
    forget() {
      timers.length = 0
      soon.length = 0
    },
    pending: () => timers.length + soon.length,
    timers: () =>
      timers.map(({ due, background, stack }) => ({
        inMs: due - monotonic,
        background,
        madeAt: originOf(stack),
      })),
    callbacks: () => soon.map(({ stack }) => ({ madeAt: originOf(stack) })),
  }
}
