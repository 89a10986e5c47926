// Streams of Server-Sent Events that last as long as somebody can see what they tell.

import { signal } from '@preact/signals'

/**
 * How long a tab is out of sight before its streams are closed. A browser has six connections to one host for all of
 * its tabs: without this, six tabs would keep a seventh, and every action, waiting for ever.
 */
const LEAVE_MS = 5_000

/** Is the page in sight, or was it a moment ago? Streams are open only then. */
export const isInSight = signal(!document.hidden)

let leaving: ReturnType<typeof setTimeout> | undefined

document.addEventListener('visibilitychange', () => {
  clearTimeout(leaving)
  if (!document.hidden) isInSight.value = true
  else leaving = setTimeout(() => (isInSight.value = false), LEAVE_MS)
})

const FIRST_RETRY_MS = 2_000
const LAST_RETRY_MS = 30_000

/**
 * When a stream that was refused is asked for again: later each time, because a request with a password that is not
 * right any more counts as a guess, and guesses make everybody at this address wait.
 */
export class Retries {
  #count = 0

  nextMs(): number {
    const delay = Math.min(FIRST_RETRY_MS * 2 ** this.#count, LAST_RETRY_MS)
    this.#count += 1
    return delay
  }

  succeeded(): void {
    this.#count = 0
  }
}
