import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFakeClock } from '../../../core/testing/fake-clock.js'

test('timers fire in order of deadline, those of one deadline in order of their making', () => {
  const clock = createFakeClock()
  const fired: string[] = []
  clock.after(20, () => fired.push('late'))
  clock.after(10, () => fired.push('first'))
  clock.after(10, () => fired.push('second'))
  clock.advance(9)
  assert.deepEqual(fired, [])
  clock.advance(11)
  assert.deepEqual(fired, ['first', 'second', 'late'])
})

test('a callback sees the moment of its deadline and may set timers that fall due in the same advance', () => {
  const clock = createFakeClock()
  const start = clock.monotonic()
  const moments: number[] = []
  clock.after(10, () => {
    moments.push(clock.monotonic() - start)
    clock.after(5, () => moments.push(clock.monotonic() - start))
  })
  clock.advance(100)
  assert.deepEqual(moments, [10, 15])
  assert.equal(clock.monotonic() - start, 100)
})

test('soon runs in order before any timer, at the next advance', () => {
  const clock = createFakeClock()
  const order: string[] = []
  clock.after(0, () => order.push('timer'))
  clock.soon(() => {
    order.push('one')
    clock.soon(() => order.push('three'))
  })
  clock.soon(() => order.push('two'))
  clock.advance(0)
  assert.deepEqual(order, ['one', 'two', 'three', 'timer'])
})

test('a cancelled timer never fires and is not pending; cancelling again does nothing', () => {
  const clock = createFakeClock()
  const timer = clock.after(10, () => assert.fail('it was cancelled'))
  const immediate = clock.soon(() => assert.fail('it was cancelled'))
  assert.equal(clock.pending(), 2)
  timer.cancel()
  timer.cancel()
  immediate.cancel()
  assert.equal(clock.pending(), 0)
  clock.advance(100)
})

test('the wall clock jumps without touching deadlines, and moves on with time', () => {
  const clock = createFakeClock(1_000_000)
  let fired = 0
  clock.after(1_000, () => fired++)
  clock.stepWall(-60_000)
  clock.advance(999)
  assert.equal(clock.now(), 1_000_000 - 60_000 + 999)
  assert.equal(fired, 0)
  clock.advance(1)
  assert.equal(fired, 1)
})

test('after a suspend the overdue timers fire at once, with the clock not set back', () => {
  const clock = createFakeClock()
  const start = clock.monotonic()
  let at = 0
  clock.after(1_000, () => {
    at = clock.monotonic() - start
  })
  clock.stepMonotonic(5_000)
  clock.advance(0)
  assert.equal(at, 5_000)
})

test('run lets promise reactions happen between the firings', async () => {
  const clock = createFakeClock()
  const order: string[] = []
  const wait = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))
  const work = (async () => {
    await wait(10)
    order.push(`ten at ${clock.timers().length}`)
    await wait(10)
    order.push('twenty')
  })()
  clock.after(15, () => order.push('fifteen'))
  await clock.run(20)
  assert.deepEqual(order, ['ten at 1', 'fifteen', 'twenty'])
  await work
})

test('a callback that re-arms itself without end is found out', () => {
  const clock = createFakeClock()
  const again = () => void clock.soon(again)
  again()
  assert.throws(() => clock.advance(0), /never comes to rest/)
})
