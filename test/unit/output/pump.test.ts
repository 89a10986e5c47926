import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPump } from '../../../core/output/pump.js'
import type { Sink } from '../../../sdk/hooks.js'
import { createBench, createMemorySink } from './capture-fixtures.js'

function openPump(options: { readonly sink?: Sink; readonly isProtocol?: boolean } = {}) {
  const bench = createBench()
  const { posix, clock, log } = bench
  const pump = createPump({ posix, clock, log })
  const ends = posix.pipe('read')
  assert.ok('read' in ends)
  const sink = createMemorySink()
  const channel = bench.channel()
  if (options.isProtocol === true) channel.asProtocol()
  channel.addSink(options.sink ?? sink)
  const end = { count: 0 }
  const handle = pump.open(ends.read, channel, () => {
    end.count += 1
  })
  const put = (bytes: string | Buffer) => posix.write(ends.write, Buffer.from(bytes), 0, bytes.length)
  return { ...bench, pump, ends, sink, channel, handle, end, put, pipe: posix.pipeOf(ends.read) }
}

test('what a child writes reaches the sinks at once and in order', () => {
  const { clock, put, sink } = openPump()
  put('one ')
  clock.advance(0)
  put('two ')
  clock.advance(0)
  assert.equal(sink.text(), 'one two ')
})

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
