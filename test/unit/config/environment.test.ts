import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEnvironment } from '../../../core/config/environment.js'

test('pairs are separated by commas, quotes keep anything (CFG-ENV-01, CFG-ENV-02, CFG-ENV-05)', () => {
  const cases: readonly (readonly [string, Record<string, string>])[] = [
    ['', {}],
    ['A=1', { A: '1' }],
    [`A="x,y",B='q"r'`, { A: 'x,y', B: 'q"r' }],
    ['A=1,', { A: '1' }],
    ['A=1;B=2', { A: '1', B: '2' }],
    ['A=""', { A: '' }],
    ['A="a\\"b\\n"', { A: 'a"b\\n' }],
    ['A="x"y', { A: 'xy' }],
    ['A=a\\ b', { A: 'a b' }],
    ['A=/a.b+(c):d-e', { A: '/a.b+(c):d-e' }],
    ['A="two\nlines"\n,B=2', { A: 'two\nlines', B: '2' }],
    ['A=1,A=2', { A: '2' }],
    ['constructor=1', { constructor: '1' }],
  ]
  for (const [text, expected] of cases) assert.deepEqual(readEnvironment(text).values, expected, text)
})

test('what does not come in pairs is refused (CFG-ENV-03)', () => {
  for (const text of ['A', 'A=', 'A=1,,B=2', 'A=a=b', 'A=a@b', 'A=foo bar baz']) {
    assert.throws(() => readEnvironment(text), {
      message: `Unexpected end of key/value pairs in value '${text}'`,
    })
  }
  assert.throws(() => readEnvironment('A="x'), { message: 'No closing quotation' })
  assert.throws(() => readEnvironment('A=x\\'), { message: 'No escaped character' })
})

test('what Supervisor silently forgets is named (CFG-ENV-04, EDGE-37)', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['A=foo bar', 'foo', ['bar']],
    ['A=$x', '$', ['x']],
    ['A=~/x', '~', ['/x']],
    ['A=a#b,B=2', 'a', ['#b,B=2']],
    ['A=foo,B=2', 'foo', []],
  ]
  for (const [text, value, dropped] of cases) {
    const read = readEnvironment(text)
    assert.equal(read.values.A, value, text)
    assert.deepEqual(read.dropped, dropped, text)
  }
})
