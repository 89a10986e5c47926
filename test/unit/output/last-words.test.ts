import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deliverLastWords } from '../../../core/output/last-words.js'
import { createFakeClock } from '../../../core/testing/fake-clock.js'
import { createBench } from './capture-fixtures.js'

test('with nothing to deliver there is no waiting', async () => {
  const clock = createFakeClock()
  await deliverLastWords(clock, () => 0)
  assert.equal(clock.pending(), 0)
})

test('a reader that is only slow is waited for to the end', async () => {
  const clock = createFakeClock()
  let waiting = 10
  let isDone = false
  const delivered = deliverLastWords(clock, () => waiting).then(() => {
    isDone = true
  })
  for (; waiting > 0; waiting -= 1) {
    await clock.run(900)
    assert.equal(isDone, false)
  }
  await clock.run(20)
  await delivered
})

test('a reader that takes nothing for a second is given up', async () => {
  const clock = createFakeClock()
  const started = clock.monotonic()
  const delivered = deliverLastWords(clock, () => 10)
  await clock.run(1_020)
  await delivered
  assert.ok(clock.monotonic() - started <= 1_020)
})

test('a log whose last user has gone stays open until it has given on what it holds', () => {
  const { files, posix, clock } = createBench()
  const { stdout: pipe } = posix
  const sink = files.open('/dev/stdout', { maxbytes: 0, backups: 0 })
  pipe.put(Buffer.alloc(pipe.capacity - 4_096))
  sink.write(Buffer.concat([Buffer.alloc(4_096, 'a'), Buffer.from('rest')]))
  sink.close()
  assert.equal(files.heldBytes, 4)
  const next = files.open('/dev/stdout', { maxbytes: 0, backups: 0 })
  assert.equal(next.room?.(), 0)
  pipe.take()
  clock.advance(50)
  assert.equal(pipe.take().toString(), 'rest')
  assert.equal(files.heldBytes, 0)
  assert.equal(posix.openDescriptors().length, 1)
  next.close()
  assert.equal(posix.openDescriptors().length, 0)
})
