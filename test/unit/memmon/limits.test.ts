import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findExcess, formatSize, parseNamedSize, parseSize } from '../../../plugins/memmon/limits.js'

test('sizes are bytes, or numbers with KB, MB and GB in any case', () => {
  const sizes = { '0': 0, '1000': 1000, '1kb': 1024, '200MB': 200 * 1024 ** 2, ' 2 Gb ': 2 * 1024 ** 3 }
  for (const [text, bytes] of Object.entries(sizes)) assert.equal(parseSize(text), bytes, text)
  for (const text of ['', 'MB', '-1', '1.5MB', '1TB', '1 M', 'x1', '0x10'])
    assert.equal(parseSize(text), undefined, text)
})

test('a pair is a name and a size; the name may hold a colon or an equals sign', () => {
  assert.deepEqual(parseNamedSize('web=1KB'), ['web', 1024])
  assert.deepEqual(parseNamedSize(' workers:a b = 5 '), ['workers:a b', 5])
  assert.deepEqual(parseNamedSize('a=b=7'), ['a=b', 7])
  for (const text of ['web', '=5', 'web=', 'web=much']) assert.equal(parseNamedSize(text), undefined, text)
})

test('each limit that concerns a process counts, the most particular one is named', () => {
  const limits = {
    programs: new Map([
      ['web', 100],
      ['g:web', 50],
    ]),
    groups: new Map([['g', 80]]),
    any: 90,
  }
  const over = (group: string, name: string, bytes: number) => findExcess(limits, group, name, bytes)?.of
  assert.equal(over('g', 'web', 51), 'program g:web')
  assert.equal(over('g', 'web', 50), undefined, 'the limit itself is allowed')
  assert.equal(over('other', 'web', 101), 'program web')
  assert.equal(over('other', 'web', 95), 'any')
  assert.equal(over('g', 'x', 85), 'group g')
  assert.equal(over('x', 'x', 91), 'any')
  assert.equal(over('x', 'x', 90), undefined)
})

test('sizes are told in the unit that people would use', () => {
  assert.deepEqual([0, 1023, 1536, 210.34 * 1024 ** 2, 3 * 1024 ** 3].map(formatSize), [
    '0 bytes',
    '1023 bytes',
    '1.5 KB',
    '210.3 MB',
    '3 GB',
  ])
})
