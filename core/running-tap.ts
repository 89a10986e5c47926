// Whose tap of a hook runs now: what it adds is that plugin's, and so is what fails in it later.

import type { SyncHook } from 'tapable'

/** The name of the tap that runs; null outside of the hook. */
export function watchTaps<Arguments>(hook: SyncHook<Arguments>): () => string | null {
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
