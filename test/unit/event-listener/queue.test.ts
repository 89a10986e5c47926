import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventQueue, type QueuedEvent } from '../../../plugins/event-listener/queue.js'
import { createEvent } from '../../../sdk/events.js'

function queued(serial: number, payload = ''): QueuedEvent {
  return {
    event: createEvent('REMOTE_COMMUNICATION', () => payload),
    serial,
    poolSerial: serial,
    rejections: 0,
  }
}

function rest(queue: EventQueue): number[] {
  const serials: number[] = []
  for (let first = queue.first; first !== undefined; first = queue.first) {
    serials.push(first.serial)
    queue.shift()
  }
  return serials
}

test('a full queue drops its oldest event, for a new one and for one that comes back (EVP-04)', () => {
  const queue = new EventQueue(2)
  const dropped = [0, 1, 2, 3].map((serial) => queue.add(queued(serial))?.serial)
  assert.deepEqual(dropped, [undefined, undefined, 0, 1])
  assert.equal(queue.putBack([queued(9)])?.serial, 2)
  assert.deepEqual(rest(queue), [9, 3])
})

test('events that come back together keep their order, and only one is dropped for them', () => {
  const queue = new EventQueue(2)
  for (const serial of [3, 4]) queue.add(queued(serial))
  assert.equal(queue.putBack([0, 1, 2].map((serial) => queued(serial)))?.serial, 3)
  assert.deepEqual(rest(queue), [0, 1, 2, 4])
})

test('events keep their order over many rounds, with one that comes back now and then (EVP-05)', () => {
  const queue = new EventQueue(1_000)
  const taken: number[] = []
  let next = 0
  for (let round = 0; round < 300; round++) {
    for (let count = round % 7; count > 0; count--) queue.add(queued(next++))
    for (let count = round % 5; count > 0 && queue.first !== undefined; count--) {
      const { first } = queue
      queue.shift()
      if (count === 2 && first.rejections === 0) queue.putBack([{ ...first, rejections: 1 }])
      else taken.push(first.serial)
    }
  }
  taken.push(...rest(queue))
  assert.deepEqual(
    taken,
    Array.from({ length: next }, (_, serial) => serial),
  )
})

test('a written buffer_size is obeyed from the first event on (EDGE-03)', () => {
  const queue = new EventQueue(10)
  for (let serial = 0; serial < 10; serial++) assert.equal(queue.add(queued(serial)), undefined)
  assert.equal(queue.add(queued(10))?.serial, 0)
})

test('without a written size 10000 events fit until the queue was empty once, then 10 (EDGE-03)', () => {
  const queue = new EventQueue(null)
  for (let serial = 0; serial < 10_000; serial++) assert.equal(queue.add(queued(serial)), undefined)
  assert.equal(queue.add(queued(10_000))?.serial, 0)
  assert.equal(rest(queue).length, 10_000)
  for (let serial = 0; serial < 10; serial++) assert.equal(queue.add(queued(serial)), undefined)
  assert.equal(queue.add(queued(10))?.serial, 0)
})

test('the backlog of the start is bounded in bytes too', () => {
  const queue = new EventQueue(null)
  const large = 'x'.repeat(1024 * 1024)
  let kept = 0
  for (let serial = 0; serial < 100; serial++) if (queue.add(queued(serial, large)) === undefined) kept += 1
  assert.ok(kept >= 20 && kept <= 30, `${kept}`)
})
