import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBench } from './capture-fixtures.js'

const NEVER = { maxbytes: 0, backups: 0 }

function openStdout() {
  const bench = createBench()
  return { ...bench, sink: bench.files.open('/dev/stdout', NEVER), pipe: bench.posix.stdout }
}

test('a pipe takes at most 4,096 bytes at once and has no room when it is full', () => {
  const { sink, pipe } = openStdout()
  assert.equal(sink.room?.(), 4_096)
  pipe.put(Buffer.alloc(pipe.capacity - 4_095))
  assert.equal(sink.room?.(), 0)
})

test('whoever waits for room is called once when the reader goes on', () => {
  const { sink, pipe, clock } = openStdout()
  pipe.put(Buffer.alloc(pipe.capacity))
  let calls = 0
  sink.onRoom?.(() => {
    calls += 1
  })
  clock.advance(60_000)
  assert.equal(calls, 0)
  pipe.take()
  clock.advance(50)
  assert.equal(calls, 1)
  assert.equal(clock.pending(), 0)
})

test('what a write did not take is held, counted, and goes out first', () => {
  const { sink, pipe, clock, files } = openStdout()
  pipe.put(Buffer.alloc(pipe.capacity - 4_096))
  sink.write(Buffer.concat([Buffer.alloc(4_096, 'a'), Buffer.from('rest')]))
  assert.deepEqual(files.counters(), { '/dev/stdout': { heldBytes: 4, lostBytes: 0 } })
  assert.equal(sink.room?.(), 0)
  pipe.take()
  clock.advance(50)
  assert.equal(pipe.take().toString(), 'rest')
  assert.equal(sink.room?.(), 4_096)
})

test('a reader that has gone costs the output and one line', () => {
  const { sink, pipe, log } = openStdout()
  pipe.readers = 0
  sink.write(Buffer.from('a'))
  sink.write(Buffer.from('b'))
  assert.equal(log.lines.length, 1)
  assert.match(log.lines[0] ?? '', /EPIPE/)
})

test('/dev/stdout and /dev/fd/1 are one log', () => {
  const { files, posix } = openStdout()
  files.open('/dev/fd/1', NEVER)
  assert.equal(posix.openDescriptors().length, 1)
})
