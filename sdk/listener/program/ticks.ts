// Programs that look at something at each tick.

import { isEvent, type ListenOptions, listen } from '../index.js'
import { programLog } from './log.js'

/**
 * Listens, and begins a look with each tick, which is answered at once. A look may take longer than a tick; then one is
 * left out. `failure` begins the line on stderr about a look that rejects.
 */
export function lookAtTicks(
  look: () => Promise<void>,
  failure: string,
  options?: ListenOptions,
): Promise<void> {
  let isLooking = false
  const lookOnce = async () => {
    isLooking = true
    try {
      await look()
    } catch (error) {
      programLog().error(`${failure}: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      isLooking = false
    }
  }
  return listen((event) => {
    if (isEvent(event, 'TICK') && !isLooking) void lookOnce()
  }, options)
}
