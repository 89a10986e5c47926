// What comes through stdin, in any pieces (EVP-10, EVP-12).

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Envelope, EnvelopeReader } from '../../../sdk/listener/envelope-reader.js'

function read(chunks: readonly Buffer[], lengthInBytes = false): Envelope[] {
  const reader = new EnvelopeReader(lengthInBytes)
  const found: Envelope[] = []
  for (const chunk of chunks) {
    // The buffer is overwritten after the call, as that of the socket is.
    const shared = Buffer.from(chunk)
    reader.read(shared, shared.length, (envelope) => found.push(envelope))
    shared.fill(0x2a)
  }
  return found
}

const message = (name: string, payload: string, length: number) =>
  Buffer.from(
    `ver:3.0 server:my host serial:1 pool:p poolserial:1 eventname:${name} len:${length}\n${payload}`,
  )

const EVENTS = Buffer.concat([
  message('PROCESS_LOG_STDOUT', 'a é ☃ 😀\n', 8),
  message('SUPERVISOR_STATE_CHANGE_RUNNING', '', 0),
  message('TICK_5', 'when:5', 6),
])
const NAMES = ['PROCESS_LOG_STDOUT a é ☃ 😀\n', 'SUPERVISOR_STATE_CHANGE_RUNNING ', 'TICK_5 when:5']
const textOf = ({ eventName, payload }: Envelope) => `${eventName} ${payload}`

test('events are found whatever pieces the bytes come in', () => {
  for (let size = 1; size <= EVENTS.length; size += 1) {
    const chunks: Buffer[] = []
    for (let start = 0; start < EVENTS.length; start += size)
      chunks.push(EVENTS.subarray(start, start + size))
    assert.deepEqual(read(chunks).map(textOf), NAMES, `in pieces of ${size}`)
  }
})

test('a character that a read cuts off is not taken for another one', () => {
  const two = Buffer.concat([message('X', 'hi é', 4), message('TICK_5', 'when:5', 6)])
  for (let cut = 1; cut < two.length; cut += 1) {
    const found = read([two.subarray(0, cut), two.subarray(cut)]).map(textOf)
    assert.deepEqual(found, ['X hi é', 'TICK_5 when:5'], `cut at ${cut}`)
  }
})

test('len counts characters, or bytes where the section says so', () => {
  assert.deepEqual(read([message('X', '😀é', 2)]).map(textOf), ['X 😀é'])
  assert.deepEqual(read([message('X', '😀é', 6)], true).map(textOf), ['X 😀é'])
})

test('the tokens of a header may come in any order, with others among them', () => {
  const [event] = read([Buffer.from('eventname:TICK_5 len:6 new:thing ver:3.0\nwhen:5')])
  assert.deepEqual(event, {
    eventName: 'TICK_5',
    header: 'eventname:TICK_5 len:6 new:thing ver:3.0',
    payload: 'when:5',
  })
})

test('what is no event is refused with what was read', () => {
  assert.throws(() => read([Buffer.from('hello\n')]), /no event header but "hello"/)
  assert.throws(() => read([Buffer.from('eventname:X len:-1\n')]), /no event header/)
  assert.throws(() => read([Buffer.alloc(70_000, 'x')]), /a line that never ends/)
})
