import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSweeper, type Sweepable, type Sweeper } from '../../../core/output/sweeper.js'
import { createFakeClock } from '../../../core/testing/fake-clock.js'

/** An item that wants to be looked at every `everyMs`. */
function item(clock: { monotonic(): number }, everyMs: number): Sweepable & { sweeps: number } {
  const made = {
    dueAt: clock.monotonic() + everyMs,
    sweeps: 0,
    sweep() {
      made.sweeps += 1
      made.dueAt = clock.monotonic() + everyMs
    },
  }
  return made
}

function openSweeper() {
  const clock = createFakeClock()
  const rings: (() => void)[] = []
  const alarms = { open: 0, cancelled: 0 }
  const sweeper: Sweeper = createSweeper(clock, {
    openAlarm(ring) {
      rings.push(ring)
      alarms.open += 1
      return {
        set() {},
        cancel() {
          alarms.cancelled += 1
        },
        close() {
          alarms.open -= 1
        },
      }
    },
  })
  return { clock, sweeper, alarms, ring: () => rings.at(-1)?.() }
}

test('an alarm that rings although it was cancelled leaves one timer, not two', () => {
  const { clock, sweeper, alarms, ring } = openSweeper()
  const small = item(clock, 0.5)
  sweeper.add(small)
  assert.equal(alarms.open, 1)
  small.dueAt = clock.monotonic() + 5
  sweeper.add(item(clock, 10))
  assert.equal(alarms.cancelled, 1)
  assert.equal(clock.pending(), 1)
  ring()
  assert.equal(clock.pending(), 1)
  sweeper.remove(small)
  clock.advance(100)
  assert.equal(clock.pending(), 1)
})

test('an item that throws takes no other item with it', () => {
  const { clock, sweeper } = openSweeper()
  const good = item(clock, 4)
  const bad: Sweepable = {
    dueAt: clock.monotonic() + 4,
    sweep() {
      sweeper.remove(bad)
      throw new Error('a bug')
    },
  }
  sweeper.add(bad)
  sweeper.add(good)
  assert.throws(() => clock.advance(4), /a bug/)
  clock.advance(20)
  assert.ok(good.sweeps >= 4, `${good.sweeps}`)
  sweeper.remove(good)
  assert.equal(clock.pending(), 0)
})

test('the alarm is open while anything is looked at, and given back in its own call too', () => {
  const { clock, sweeper, alarms, ring } = openSweeper()
  const small = item(clock, 0.5)
  sweeper.add(small)
  const { sweep } = small
  small.sweep = () => {
    sweep()
    sweeper.remove(small)
  }
  clock.stepMonotonic(1)
  ring()
  assert.equal(small.sweeps, 1)
  assert.equal(alarms.open, 0)
  assert.equal(clock.pending(), 0)
  small.dueAt = clock.monotonic() + 0.5
  sweeper.add(small)
  assert.equal(alarms.open, 1)
  sweeper.remove(small)
  assert.equal(alarms.open, 0)
})
