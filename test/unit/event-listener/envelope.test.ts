import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countCodePoints, createEnvelopeRenderer } from '../../../plugins/event-listener/envelope.js'

const render = (
  payload: string,
  options: { readonly lengthInBytes?: boolean; readonly pool?: string } = {},
) =>
  createEnvelopeRenderer({ server: 'supervisor', pool: 'listener', lengthInBytes: false, ...options })({
    serial: 21,
    poolSerial: 10,
    eventName: 'REMOTE_COMMUNICATION',
    payload,
  }).toString()

test('the header has its tokens in their order, then the payload without an end (EVP-10)', () => {
  assert.equal(
    render('type:x\nhello'),
    'ver:3.0 server:supervisor serial:21 pool:listener poolserial:10 eventname:REMOTE_COMMUNICATION len:12\n' +
      'type:x\nhello',
  )
})

test('len counts characters, or bytes where that is wanted (EVP-12, EDGE-02)', () => {
  const lengthOf = (payload: string, lengthInBytes: boolean) =>
    / len:(\d+)\n/.exec(render(payload, { lengthInBytes }))?.[1]
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

test('an envelope has its exact length whatever its size and wherever it is not ASCII', () => {
  for (const count of [1, 5_000, 6_000, 16_384, 100_000]) {
    for (const character of ['x', 'é', '世']) {
      const payload = character.repeat(count)
      assert.ok(render(payload).endsWith(` len:${count}\n${payload}`))
      assert.ok(
        render(payload, { lengthInBytes: true }).endsWith(` len:${Buffer.byteLength(payload)}\n${payload}`),
      )
    }
  }
  assert.ok(render('hello', { pool: 'zuhörer' }).endsWith(' len:5\nhello'))
})

test('half a surrogate pair counts as one', () => {
  assert.equal(countCodePoints('\ud83d'), 1)
  assert.equal(countCodePoints('\ud83dx'), 2)
  assert.equal(countCodePoints('\ude00\ud83d'), 2)
})
