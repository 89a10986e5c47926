// The time, once a second while something on the page shows it, by the daemon's clock.

import { signal } from '@preact/signals'

/** How far the daemon's clock is ahead of this machine's. */
let ahead = 0

export const now = signal(Date.now())

export function setDaemonTime(milliseconds: number): void {
  ahead = milliseconds - Date.now()
}

export function daemonTime(): number {
  return Date.now() + ahead
}

setInterval(() => {
  if (!document.hidden) now.value = daemonTime()
}, 1_000)
