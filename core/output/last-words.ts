// The end of a daemon's life: what programs and the daemon said last still goes to a reader that is only slow.

import type { Clock } from '../../sdk/clock.js'

const LOOK_MS = 20
/** A reader that takes nothing for so long has stopped, and the daemon does not stay for it. */
const PATIENCE_MS = 1000

/** Resolves when `waitingBytes` is 0, or has not become less for a second. Costs nothing when it is 0 already. */
export async function deliverLastWords(clock: Clock, waitingBytes: () => number): Promise<void> {
  let least = waitingBytes()
  let progressAt = clock.monotonic()
  while (least > 0 && clock.monotonic() - progressAt < PATIENCE_MS) {
    await new Promise<void>((resolve) => {
      clock.after(LOOK_MS, resolve)
    })
    const waiting = waitingBytes()
    if (waiting >= least) continue
    least = waiting
    progressAt = clock.monotonic()
  }
}
