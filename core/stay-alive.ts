// Signals alone do not keep Node running: a daemon without programs and servers has nothing else.

import type { Clock, Timer } from './clock/port.js'

const LONGEST_WAIT_MS = 2 ** 31 - 1

/** Keeps the process running until then. */
export async function stayAlive(clock: Clock, until: Promise<void>): Promise<void> {
  let timer: Timer
  const wait = () => {
    timer = clock.after(LONGEST_WAIT_MS, wait)
  }
  wait()
  await until
  timer!.cancel()
}
