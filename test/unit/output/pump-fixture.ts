// A pump over the fakes, with one pipe and one sink.

import assert from 'node:assert/strict'
import { createPump } from '../../../core/output/pump.js'
import type { Sink } from '../../../sdk/hooks.js'
import { createBench, createMemorySink } from './capture-fixtures.js'

export function openPump(options: { readonly sink?: Sink; readonly isProtocol?: boolean } = {}) {
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
