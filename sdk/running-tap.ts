// Whose tap of a hook runs now: what it adds is that plugin's, and so is what fails in it later.

import type { SyncHook } from 'tapable'

/** Returns what tells the name of the tap of `hook` that runs; null outside of the hook. */
export function runningTap<Arguments>(hook: SyncHook<Arguments>): () => string | null {
  let running: string | null = null
  hook.intercept({
    tap({ name }) {
      running = name
    },
    done() {
      running = null
    },
  })
  return () => running
}
