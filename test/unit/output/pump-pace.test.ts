import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Sink } from '../../../sdk/hooks.js'
import { openPump } from './pump-fixture.js'

test('a child that says something now and then is polled, with no timer', () => {
  const { clock, put, sink } = openPump()
  for (let line = 0; line < 5; line++) {
    put(`${line}`)
    clock.advance(0)
    assert.equal(clock.pending(), 0)
    clock.advance(100)
  }
  assert.equal(sink.text(), '01234')
})

test('a busy child is looked at by a timer, and polled again after three empty sweeps', () => {
  const { clock, put, sink, pump } = openPump()
  put('a')
  clock.advance(1)
  put('b')
  clock.advance(1)
  assert.equal(pump.counts.paced, 1)
  put('c')
  clock.advance(0)
  assert.equal(sink.text(), 'ab', 'nothing wakes up for it')
  clock.advance(20)
  assert.equal(sink.text(), 'abc')
  clock.advance(60)
  assert.equal(pump.counts.paced, 0)
  assert.equal(clock.pending(), 0, 'an idle daemon has no wake-ups')
  put('d')
  clock.advance(0)
  assert.equal(sink.text(), 'abcd')
})

test('the pace of a writer is reckoned from when its pipe was left empty', () => {
  let slowWrites = 0
  const sink: Sink = {
    write() {
      if (slowWrites > 0) clock.stepMonotonic(10)
      slowWrites -= 1
    },
  }
  const { clock, put } = openPump({ sink })
  put('a')
  clock.advance(1)
  put('b')
  clock.advance(1)
  slowWrites = 1
  put('c')
  clock.advance(20)
  put(Buffer.alloc(30_000, 'x'))
  clock.advance(20)
  // 46 % of the pipe in 20 ms, so 30 % in 13: the 10 ms that the write before took were not the writer's.
  assert.deepEqual(
    clock.timers().map(({ inMs }) => Math.round(inMs)),
    [13],
  )
})

test('all busy children share one timer', () => {
  const { clock, put, pump, posix, channel } = openPump()
  const second = posix.pipe('read')
  assert.ok('read' in second)
  pump.open(second.read, channel)
  for (let round = 0; round < 2; round++) {
    put('x')
    posix.write(second.write, Buffer.from('y'), 0, 1)
    clock.advance(1)
  }
  assert.equal(pump.counts.paced, 2)
  assert.equal(clock.timers().length, 1)
})

test('a channel that carries a protocol is never paced', () => {
  const { clock, put, pump, sink } = openPump({ isProtocol: true })
  for (let round = 0; round < 5; round++) {
    put('READY\n')
    clock.advance(0)
    assert.equal(pump.counts.paced, 0)
  }
  assert.equal(sink.writes.length, 5)
})

test('a read of half the pipe makes it larger, once', () => {
  const { clock, put, pipe } = openPump()
  put(Buffer.alloc(32_768, 'x'))
  clock.advance(0)
  assert.equal(pipe.capacity, 1_048_576)
})

test('where a larger pipe is refused the output still flows', () => {
  const { clock, posix, pump, put, sink, pipe } = openPump()
  pipe.largestCapacity = 65_536
  for (let round = 0; round < 20; round++) {
    put(Buffer.alloc(65_536, 'x'))
    clock.advance(20)
  }
  assert.equal(sink.text().length, 20 * 65_536)
  assert.equal(pump.counts.open, 1)
  assert.equal(posix.available(10), 0)
})

test('a fast writer of a small pipe is looked at by a timer finer than a millisecond, while there is one', () => {
  const { clock, posix, put, pipe } = openPump()
  const alarm = { set: [] as number[], closed: 0, ring: () => {} }
  posix.openAlarm = (ring) => {
    alarm.ring = ring
    return { set: (time) => alarm.set.push(time), cancel() {}, close: () => (alarm.closed += 1) }
  }
  pipe.largestCapacity = 65_536
  put('a')
  clock.advance(1)
  put(Buffer.alloc(20_000, 'x'))
  clock.advance(1)
  assert.deepEqual(clock.timers(), [], 'nothing waits for whole milliseconds')
  assert.equal(alarm.set.length, 1)
  assert.ok(alarm.set[0]! < 1000)
  clock.advance(1)
  alarm.ring()
  clock.advance(100)
  assert.equal(alarm.closed, 1, 'it is given back once the writer is quiet')
})

test('a child that writes without end leaves turns for the others', () => {
  let written = 0
  const { clock, put, pipe } = openPump({
    sink: {
      write(bytes) {
        written += bytes.length
        if (written < 20_000_000) put(Buffer.alloc(pipe.capacity - pipe.length, 'x'))
      },
    },
  })
  let turns = 0
  const turn = () => {
    turns += 1
    if (written < 20_000_000) clock.soon(turn)
  }
  put(Buffer.alloc(65_536, 'x'))
  clock.soon(turn)
  clock.advance(1)
  assert.ok(turns > 10, `${turns} turns`)
})

test('answers that come while the one before is dealt with are read in the same turn, but not all of them', () => {
  let answers = 0
  const { clock, put } = openPump({
    isProtocol: true,
    sink: {
      write() {
        answers += 1
        if (answers < 100) put('READY\n')
      },
    },
  })
  let turns = 0
  const turn = () => {
    turns += 1
    if (answers < 100) clock.soon(turn)
  }
  put('READY\n')
  clock.soon(turn)
  clock.advance(1)
  assert.equal(answers, 100)
  assert.ok(turns > 4 && turns < 20, `${turns} turns`)
})
