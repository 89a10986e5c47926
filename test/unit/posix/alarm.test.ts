import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { createSystemClock } from '../../../core/clock/system-clock.js'
import type { Alarm } from '../../../core/posix/port.js'
import { createPosix } from '../../../core/posix/posix.js'

const clock = createSystemClock()
const posix = createPosix({ clock })

function openAlarm(rung: () => void): Alarm {
  const alarm = posix.openAlarm(rung)
  assert.ok(alarm !== null)
  return alarm
}

test('an alarm rings once after its microseconds, and again when it is set in its own call', async () => {
  const times: number[] = []
  const begun = clock.monotonic()
  await new Promise<void>((resolve) => {
    const alarm = openAlarm(() => {
      times.push(clock.monotonic() - begun)
      if (times.length < 3) return alarm.set(300)
      // An alarm that was not set again stays silent: the turns that follow would count another.
      setImmediate(() => setImmediate(end))
    })
    const end = () => {
      alarm.close()
      resolve()
    }
    alarm.set(300)
  })
  assert.equal(times.length, 3)
  for (const [index, time] of times.entries()) assert.ok(time >= (index + 1) * 0.3 - 0.01, `${times}`)
})

test('the last time that an alarm was set to counts, and one that is cancelled or closed never rings', async () => {
  const rung: string[] = []
  const later = openAlarm(() => rung.push('later'))
  const cancelled = openAlarm(() => rung.push('cancelled'))
  const closed = openAlarm(() => rung.push('closed'))
  later.set(3_600_000_000)
  for (const alarm of [cancelled, closed]) alarm.set(100)
  cancelled.cancel()
  closed.close()
  await new Promise<void>((resolve) => {
    const last = openAlarm(() => {
      last.close()
      resolve()
    })
    later.set(200)
    last.set(2_000)
  })
  assert.deepEqual(rung, ['later'])
  for (const alarm of [later, cancelled, closed]) alarm.close()
  closed.set(1)
})

test('an alarm that is closed in its own call leaves its descriptor to the next one', async () => {
  const before = readdirSync('/proc/self/fd').length
  const rung = await new Promise<string[]>((resolve) => {
    const order: string[] = []
    const first = openAlarm(() => {
      order.push('first')
      first.close()
      const second = openAlarm(() => {
        order.push('second')
        second.close()
        resolve(order)
      })
      second.set(100)
    })
    first.set(100)
  })
  assert.deepEqual(rung, ['first', 'second'])
  assert.equal(readdirSync('/proc/self/fd').length, before)
})
