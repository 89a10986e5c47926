import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSystemClock } from '../../../core/clock/system-clock.js'

const clock = createSystemClock()

test('a timer never fires early', async () => {
  for (let round = 0; round < 20; round += 1) {
    const start = clock.monotonic()
    await new Promise<void>((resolve) => clock.after(2.5, resolve))
    assert.ok(clock.monotonic() - start >= 2.5)
  }
})

test('a cancelled timer does not fire, and cancelling again does nothing', async () => {
  let fired = false
  const timer = clock.after(0, () => {
    fired = true
  })
  const next = clock.soon(() => {
    fired = true
  })
  timer.cancel()
  next.cancel()
  next.cancel()
  await new Promise<void>((resolve) => clock.after(5, resolve))
  timer.cancel()
  assert.equal(fired, false)
})

test('a delay of months does not fire at once', async () => {
  let fired = false
  const timer = clock.after(2 ** 33, () => {
    fired = true
  })
  await new Promise<void>((resolve) => clock.after(5, resolve))
  timer.cancel()
  assert.equal(fired, false)
})
