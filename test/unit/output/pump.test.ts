import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Sink } from '../../../sdk/hooks.js'
import { createMemorySink } from './capture-fixtures.js'
import { openPump } from './pump-fixture.js'

test('what a child writes reaches the sinks at once and in order', () => {
  const { clock, put, sink } = openPump()
  put('one ')
  clock.advance(0)
  put('two ')
  clock.advance(0)
  assert.equal(sink.text(), 'one two ')
})

for (const none of [0, -4, 0.5, Number.NaN]) {
  test(`a sink whose room is ${none} has none: only its child waits`, () => {
    let room: number = none
    const heard: (() => void)[] = []
    const memory = createMemorySink()
    const sink: Sink = {
      write: (bytes) => memory.write(bytes),
      room: () => room,
      onRoom: (callback) => void heard.push(callback),
    }
    const { clock, put, handle } = openPump({ sink })
    put('text')
    clock.advance(10)
    assert.equal(memory.text(), '')
    assert.equal(heard.length, 1)
    assert.ok(!handle.ended)
    room = 100
    for (const callback of heard) callback()
    assert.equal(memory.text(), 'text')
  })
}

test('a full sink that throws when it is asked to tell of room is left out, and its child goes on', () => {
  const { clock, put, channel, log, sink } = openPump()
  channel.addSink({
    write() {},
    room: () => 0,
    onRoom() {
      throw new Error('no idea')
    },
  })
  put('text')
  clock.advance(10)
  assert.equal(sink.text(), 'text')
  assert.equal(channel.counters.sinkFailures, 1)
  assert.match(log.lines.join(), /no idea/)
})

test('one read carries at most what the channel allows', () => {
  const { clock, put, channel, sink } = openPump()
  channel.limitReads(131_072)
  put(Buffer.alloc(65_536, 'x'))
  clock.advance(0)
  put(Buffer.alloc(500_000, 'y'))
  clock.advance(100)
  assert.equal(sink.text().length, 565_536)
  assert.ok(Math.max(...sink.writes.map((bytes) => bytes.length)) <= 131_072)
})

test('at end of file the descriptor is closed, the end told once, and the log says so (LOG-28)', () => {
  const { clock, put, posix, ends, sink, end, handle } = openPump()
  put('last words')
  posix.close(ends.write)
  clock.advance(200)
  assert.equal(sink.text(), 'last words')
  assert.equal(end.count, 1)
  assert.ok(handle.ended)
  assert.deepEqual(posix.openDescriptors(), [])
  assert.deepEqual(posix.openWatches(), [])
  assert.equal(clock.pending(), 0)
})

test('drain delivers what is there without waiting for the end of file (NODE-11)', () => {
  const { put, handle, sink } = openPump()
  put(Buffer.alloc(60_000, 'x'))
  handle.drain()
  assert.equal(sink.text().length, 60_000)
  assert.equal(handle.ended, false)
})

test('drain ends even when a grandchild writes for ever', () => {
  const { put, handle, sink } = openPump({
    sink: { write: () => void put('more') },
  })
  put('x')
  handle.drain()
  assert.equal(sink.text(), '')
})

test('close delivers what is in the pipe and does not tell of an end', () => {
  const { clock, put, handle, sink, end, posix } = openPump()
  put('tail')
  handle.close()
  assert.equal(sink.text(), 'tail')
  assert.ok(handle.ended)
  clock.advance(100)
  assert.equal(end.count, 0)
  assert.equal(posix.openDescriptors().length, 1, 'only the end of the child is left')
})

test('while a sink is full the bytes stay in the pipe, and flow when it has room', () => {
  const taken: string[] = []
  let room = 4
  let wake = () => {}
  const { clock, put, pipe, handle } = openPump({
    sink: {
      write(bytes) {
        taken.push(bytes.toString())
        room -= bytes.length
      },
      room: () => room,
      onRoom: (callback) => {
        wake = callback
      },
    },
  })
  put('12345678')
  clock.advance(0)
  assert.deepEqual(taken, ['1234'])
  assert.equal(pipe.length, 4)
  assert.equal(clock.pending(), 0, 'nobody asks again while it is full')
  handle.drain()
  assert.deepEqual(taken, ['1234'])
  room = 100
  wake()
  assert.deepEqual(taken, ['1234', '5678'])
})

test('a channel closed while its sink is full is delivered later, and nothing that came after', () => {
  const taken: string[] = []
  let room = 0
  let wake = () => {}
  const { clock, put, handle } = openPump({
    sink: {
      write: (bytes) => void taken.push(bytes.toString()),
      room: () => room,
      onRoom: (callback) => {
        wake = callback
      },
    },
  })
  put('owed')
  clock.advance(0)
  handle.close()
  assert.equal(handle.ended, false)
  put('of a grandchild')
  room = 100
  wake()
  assert.deepEqual(taken, ['owed'])
  assert.ok(handle.ended)
})

test('leaving closes everything', () => {
  const { pump, posix, put, sink, clock } = openPump()
  put('bye')
  pump.close()
  assert.equal(sink.text(), 'bye')
  assert.equal(pump.counts.open, 0)
  assert.deepEqual(posix.openWatches(), [])
  clock.advance(0)
  assert.equal(clock.pending(), 0)
})
