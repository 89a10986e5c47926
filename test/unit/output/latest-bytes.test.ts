import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLatestBytes } from '../../../core/output/latest-bytes.js'

test('the latest bytes are kept for pieces of any size and any limit', () => {
  const text = Array.from({ length: 3_000 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('')
  for (const limit of [1, 2, 7, 1_023, 1_024, 1_025, 2_500, 3_000, 5_000]) {
    for (const step of [1, 3, 1_000, 1_024, 2_999, 3_000]) {
      const latest = createLatestBytes(limit)
      for (let round = 0; round < 2; round++) {
        for (let at = 0; at < text.length; at += step) latest.add(Buffer.from(text.slice(at, at + step)))
        assert.equal(latest.length, Math.min(limit, text.length))
        assert.equal(latest.take().toString(), text.slice(-limit), `limit ${limit}, pieces of ${step}`)
        assert.equal(latest.length, 0)
      }
    }
  }
})

test('a text that comes byte by byte takes no more memory than in one piece', () => {
  const limit = 1_048_576
  const byte = Buffer.from('x')
  const before = process.memoryUsage()
  const latest = createLatestBytes(limit)
  for (let count = 0; count < limit; count++) latest.add(byte)
  const after = process.memoryUsage()
  const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  assert.ok(grown < 16 * limit, `${grown} bytes`)
  assert.equal(latest.take().length, limit)
})
