import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asPython } from '../../../plugins/ctl-cache/as-python.js'
import { splitWords } from '../../../plugins/ctl-cache/split-words.js'
import { matchesWildcard } from '../../../sdk/client/wildcards.js'

/** As Python's fnmatchcase answers each of them. */
const CASES: readonly (readonly [name: string, pattern: string, matches: boolean])[] = [
  ['celery-a', '*-a', true],
  ['celery-a', 'celery', false],
  ['g:one', 'g:*', true],
  ['a\nb', 'a*b', true],
  ['web1', 'web?', true],
  ['web', 'web?', false],
  ['web2', 'web[1-3]', true],
  ['web4', 'web[!1-3]', true],
  ['a]', 'a[]]', true],
  ['ab', 'a[!]]', true],
  ['a[', 'a[', true],
  ['a-', 'a[+-]', true],
  ['a^', 'a[^x]', true],
  ['a.b', 'a.b', true],
  ['axb', 'a.b', false],
  ['a', '[z-a]', false],
  ['A', 'a', false],
]

for (const [name, pattern, matches] of CASES) {
  test(`${JSON.stringify(pattern)} ${matches ? 'matches' : 'does not match'} ${JSON.stringify(name)}`, () => {
    assert.equal(matchesWildcard(name, pattern), matches)
  })
}

test('words are split with the quoting of a shell', () => {
  assert.deepEqual(splitWords(`'foo' "bar baz"`), ['foo', 'bar baz'])
  assert.deepEqual(splitWords(`a'b c'd  "x\\"y" z\\ z ''`), ['ab cd', 'x"y', 'z z', ''])
  assert.deepEqual(splitWords(''), [])
  assert.throws(() => splitWords("it's"), /No closing quotation/)
})

test('values are shown as Python shows them', () => {
  assert.equal(asPython("it's"), `"it's"`)
  assert.equal(asPython(['foo', true, 1, { a: 'b' }]), "['foo', True, 1, {'a': 'b'}]")
  const long = 'x'.repeat(50)
  assert.equal(asPython([long, long]), `['${long}',\n '${long}']`)
})
