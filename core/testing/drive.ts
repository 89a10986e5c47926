// Turns of the event loop on a fake clock: what a test waits for happens without that time passes by itself.

import { createSystemClock } from '../clock/system-clock.js'
import type { FakeClock } from './fake-clock.js'

/** A shutdown may wait for stopwaitsecs of many groups; after this it hangs. */
const LONGEST_SHUTDOWN_MS = 3_600_000
const STEP_MS = 1_000
/** What a plugin still wants to tell somebody it does in the first seconds; a shutdown that hangs is found soon. */
const UNHURRIED_MS = 10_000
/** Real turns of the event loop that something may take which needs no time, for example to import a module. */
const MAXIMUM_TURNS = 500_000

/** A function that says whether `work` is settled by now. */
function settledYet(work: Promise<unknown>): () => boolean {
  let isSettled = false
  const settle = () => {
    isSettled = true
  }
  work.then(settle, settle)
  return () => isSettled
}

/** Turns the event loop until `work` is settled; no time passes. */
export async function drive<Result>(clock: FakeClock, work: Promise<Result>): Promise<Result> {
  const isSettled = settledYet(work)
  for (let turn = 0; !isSettled(); turn++) {
    if (turn > MAXIMUM_TURNS)
      throw new Error('it does not settle; if it needs time to pass, call advance meanwhile')
    await clock.run()
  }
  return work
}

/** The same in the background, for what the test may have to let time pass for. */
export function pump<Result>(clock: FakeClock, work: Promise<Result>): Promise<Result> {
  const driven = drive(clock, work)
  // The test may look at the outcome only after it let time pass.
  driven.catch(() => {})
  return driven
}

/**
 * Between two steps of time: an answer that is under way, or a file that is read, arrives before the time passes that it
 * did not need. On a busy machine that takes real time, however many turns go by meanwhile.
 */
const TURNS_A_STEP = 50
const REAL_MS_A_STEP = 20

async function runAtOnce(clock: FakeClock, isSettled: () => boolean): Promise<void> {
  const real = createSystemClock()
  const begin = real.monotonic()
  for (let turn = 0; !isSettled(); turn++) {
    if (turn >= TURNS_A_STEP && real.monotonic() - begin > REAL_MS_A_STEP) return
    await clock.run()
  }
}

/** Lets up to `limitMs` pass, as much as `work` needs to settle, in steps of a tenth of a second. */
export async function driveWithin<Result>(
  clock: FakeClock,
  limitMs: number,
  work: Promise<Result>,
): Promise<Result> {
  const isSettled = settledYet(work)
  for (let passed = 0; passed < limitMs && !isSettled(); passed += 100) {
    await runAtOnce(clock, isSettled)
    if (!isSettled()) await clock.run(100)
  }
  return drive(clock, work)
}

/** Lets time pass until `ended` is settled: children have until their `stopwaitsecs`. */
export async function untilEnd(clock: FakeClock, ended: Promise<unknown>): Promise<void> {
  const isOver = settledYet(ended)
  for (let passed = 0; !isOver(); passed += STEP_MS) {
    if (passed > LONGEST_SHUTDOWN_MS) throw new Error('the shutdown never ends: a child does not go away')
    if (passed > 0) await clock.run(STEP_MS)
    if (passed <= UNHURRIED_MS) await runAtOnce(clock, isOver)
  }
}
