// What a run left behind on the fake ports: every test that runs a daemon ends by asking this.

import type { FakeClock } from './fake-clock.js'
import type { FakePosix } from './fake-posix.js'

/** What is still held on the fake ports, one line each; empty when nothing is. */
export function findLeaks(ports: {
  readonly clock: FakeClock
  readonly posix: FakePosix
}): readonly string[] {
  const { clock, posix } = ports
  return [
    ...clock.timers().map(({ inMs, madeAt }) => `a timer that fires in ${inMs} ms${setAt(madeAt)}`),
    ...clock.callbacks().map(({ madeAt }) => `a callback for the next turn${setAt(madeAt)}`),
    ...posix.openDescriptors().map(({ fd, what }) => `descriptor ${fd}: ${what}`),
    ...posix.openWatches(),
    ...posix.children.all.flatMap((child) =>
      child.alive ? [`child ${child.pid}: ${child.request.argv.join(' ')}`] : [],
    ),
  ]
}

function setAt(origin: string | undefined): string {
  return origin === undefined ? '' : `, set at ${origin}`
}
