import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  busyRead,
  emptyDelay,
  MAX_SWEEP_MS,
  MIN_SMALL_SWEEP_MS,
  MIN_SWEEP_MS,
  sweepDelay,
} from '../../../core/output/pace.js'

test('the next sweep comes when the pipe should be 30 % full', () => {
  const cases: readonly [swept: number, elapsed: number, capacity: number, delay: number][] = [
    [19_661, 10, 65_536, 10],
    [9_830, 10, 65_536, 20],
    [39_322, 10, 65_536, 5],
    [314_573, 10, 1_048_576, 10],
  ]
  for (const [swept, elapsed, capacity, delay] of cases) {
    assert.equal(Math.round(sweepDelay(swept, elapsed, capacity)), delay)
  }
})

test('the time between two sweeps stays between 2 and 20 ms', () => {
  assert.equal(sweepDelay(0, 10, 65_536), MAX_SWEEP_MS)
  assert.equal(sweepDelay(1, 20, 65_536), MAX_SWEEP_MS)
  assert.equal(sweepDelay(524_288, 2, 1_048_576), MIN_SWEEP_MS)
})

test('a sweep that finds nothing is followed by one after twice the time', () => {
  const delays = (capacity: number) => [0, 1, 5, 10, 20].map((delay) => emptyDelay(delay, capacity))
  assert.deepEqual(delays(1_048_576), [MIN_SWEEP_MS, MIN_SWEEP_MS, 10, 20, MAX_SWEEP_MS])
  assert.deepEqual(delays(65_536), [MIN_SMALL_SWEEP_MS, MIN_SWEEP_MS, 10, 20, MAX_SWEEP_MS])
})

test('a pipe that would be full before the next sweep is looked at again at once', () => {
  assert.equal(sweepDelay(1_048_576, 1, 1_048_576), 0)
  assert.equal(sweepDelay(1_048_576, 0, 1_048_576), 0)
})

test('a small pipe under a fast writer is swept as often as timers allow', () => {
  assert.equal(sweepDelay(65_536, 1, 65_536), MIN_SMALL_SWEEP_MS)
})

test('a read of half of what one read can return is a busy one', () => {
  assert.equal(busyRead(65_536, 262_144), 32_768)
  assert.equal(busyRead(1_048_576, 131_072), 65_536)
})
