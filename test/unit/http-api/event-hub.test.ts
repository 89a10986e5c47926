import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFakeClock } from 'reeve/testing'
import { type Entry, EventHub } from '../../../plugins/http-api/event-hub.js'

function subscriber(interest: string, taken: Entry[] = []) {
  return {
    interest,
    taken,
    wants: (topic: string) => interest.includes(topic),
    take: (entry: Entry) => void taken.push(entry),
  }
}

const ABOUT = { topic: 'a', namespec: null, group: null }

test('nothing is built or kept before somebody listens', () => {
  const hub = new EventHub(createFakeClock())
  hub.publish('x', ABOUT, () => assert.fail('built for nobody'))
  assert.equal(hub.revision, 0)
})

test('events are kept for five minutes for a client that comes back, then forgotten', async () => {
  const clock = createFakeClock()
  const hub = new EventHub(clock)
  const leave = hub.subscribe(subscriber('a'))
  hub.publish('x', ABOUT, () => 1)
  leave()
  hub.publish('x', ABOUT, () => 2)
  assert.deepEqual(
    hub.since(hub.idOf(1), 'a')?.map(({ number }) => number),
    [2],
  )
  assert.equal(hub.since(hub.idOf(1), 'b'), undefined, 'another interest was not recorded')
  assert.equal(hub.since('other-1', 'a'), undefined, 'of another run')
  await clock.run(300_001)
  assert.equal(hub.wants('a'), false)
  assert.equal(hub.since(hub.idOf(1), 'a'), undefined)
  assert.equal(hub.kept, 0)
  assert.equal(clock.pending(), 0)
})

test('what is kept is bounded in number and in size, and a gap is noticed', () => {
  const hub = new EventHub(createFakeClock())
  hub.subscribe(subscriber('a'))
  for (let count = 0; count < 2_500; count++) hub.publish('x', ABOUT, () => count)
  assert.equal(hub.kept, 2_000)
  assert.equal(hub.since(hub.idOf(499), 'a'), undefined)
  assert.equal(hub.since(hub.idOf(500), 'a')?.length, 2_000)
  for (let count = 0; count < 300; count++) hub.publish('x', ABOUT, () => 'x'.repeat(10_000))
  assert.ok(hub.kept < 250)
})

test('interests without a client are bounded', () => {
  const hub = new EventHub(createFakeClock())
  for (let count = 0; count < 100; count++) hub.subscribe(subscriber(`a${count}`))()
  assert.ok(hub.wants('a99'))
  assert.equal(hub.wants('a1,'), false)
  hub.close()
  assert.equal(hub.wants('a99'), false)
})
