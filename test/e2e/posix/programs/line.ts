// Waits for a line on a pipe while nothing else happens, and says what came first: the line or the next event.

import { createSystemClock } from '../../../../core/clock/system-clock.js'
import { createPosix } from '../../../../core/posix/posix.js'

const clock = createSystemClock()
const posix = createPosix({ clock })
const nextEvent = clock.after(20_000, () => process.stdout.write('the next event, '))
const line = new Promise<void>((resolve) => {
  const watch = posix.watchReadable(0, () => {
    watch.close()
    resolve()
  })
})
process.stdout.write('ready, ')
await line
process.stdout.write('a line')
nextEvent.cancel()
