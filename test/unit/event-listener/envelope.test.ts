import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countCodePoints, renderEnvelope } from '../../../plugins/event-listener/envelope.js'

const base = {
  server: 'supervisor',
  serial: 21,
  pool: 'listener',
  poolSerial: 10,
  eventName: 'REMOTE_COMMUNICATION',
  lengthInBytes: false,
}

test('the header has its tokens in their order, then the payload without an end (EVP-10)', () => {
  assert.equal(
    renderEnvelope({ ...base, payload: 'type:x\nhello' }).toString(),
    'ver:3.0 server:supervisor serial:21 pool:listener poolserial:10 eventname:REMOTE_COMMUNICATION len:12\n' +
      'type:x\nhello',
  )
})

test('len counts characters, or bytes where that is wanted (EVP-12, EDGE-02)', () => {
  const lengthOf = (payload: string, lengthInBytes: boolean) =>
    / len:(\d+)\n/.exec(renderEnvelope({ ...base, payload, lengthInBytes }).toString())?.[1]
  for (const [payload, characters, bytes] of [
    ['', '0', '0'],
    ['café', '4', '5'],
    ['a😀b', '3', '6'],
    ['世界', '2', '6'],
  ] as const) {
    assert.equal(lengthOf(payload, false), characters)
    assert.equal(lengthOf(payload, true), bytes)
  }
})

test('half a surrogate pair counts as one', () => {
  assert.equal(countCodePoints('\ud83d'), 1)
  assert.equal(countCodePoints('\ud83dx'), 2)
  assert.equal(countCodePoints('\ude00\ud83d'), 2)
})
