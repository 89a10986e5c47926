import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBench, createMemorySink } from './capture-fixtures.js'

test('every sink gets the bytes in the order in which it was added', () => {
  const channel = createBench().channel()
  const order: string[] = []
  channel.addSink({ write: (bytes) => void order.push(`first ${bytes}`) })
  channel.addSink({ write: (bytes) => void order.push(`second ${bytes}`) })
  channel.write(Buffer.from('x'))
  assert.deepEqual(order, ['first x', 'second x'])
  assert.equal(channel.counters.bytes, 1)
})

test('a sink that throws is named once and left out, and the others go on', () => {
  const { channel: createChannel, log } = createBench()
  const channel = createChannel()
  const sink = createMemorySink()
  channel.addSink({
    write() {
      throw new Error('no database')
    },
  })
  channel.addSink(sink)
  channel.write(Buffer.from('a'))
  channel.write(Buffer.from('b'))
  assert.equal(sink.text(), 'ab')
  assert.equal(channel.counters.sinkFailures, 1)
  assert.deepEqual(log.lines, [
    "error an output sink of 'web' (stdout) failed and is called no more for this run: no database",
  ])
})

test('the room of a channel is that of its fullest sink', () => {
  const channel = createBench().channel()
  assert.equal(channel.room(), Number.POSITIVE_INFINITY)
  channel.addSink(createMemorySink())
  channel.addSink({ write() {}, room: () => 4_096, onRoom() {} })
  channel.addSink({ write() {}, room: () => 10, onRoom() {} })
  assert.equal(channel.room(), 10)
})

test('closing releases every sink once, also after one that fails to close', () => {
  const channel = createBench().channel()
  let closed = 0
  channel.addSink({
    write() {},
    close() {
      throw new Error('cannot close')
    },
  })
  channel.addSink({
    write() {},
    close() {
      closed += 1
    },
  })
  channel.close()
  channel.close()
  assert.equal(closed, 1)
  assert.equal(channel.counters.sinkFailures, 1)
})
