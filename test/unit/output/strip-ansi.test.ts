import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAnsiStripper } from '../../../core/output/strip-ansi.js'
import { createMemorySink } from './capture-fixtures.js'

function strip(...chunks: string[]): string {
  const sink = createMemorySink()
  const stripper = createAnsiStripper(sink)
  for (const chunk of chunks) stripper.write(Buffer.from(chunk, 'latin1'))
  stripper.close()
  return sink.text()
}

test('sequences go up to and including their closing letter (LOG-27)', () => {
  const cases: readonly [input: string, output: string][] = [
    ['plain', 'plain'],
    ['\x1b[1;31mred\x1b[0m!', 'red!'],
    ['a\x1b[2Jb\x1b[Kc\x1b[10;2Hd\x1b[?25le\x1b[?25h', 'abcde'],
    ['\x1b]0;title\x07kept', '\x1b]0;title\x07kept'],
    ['\x1b\x1b[1mx', '\x1bx'],
    ['\x1b[1', ''],
    ['end\x1b', 'end\x1b'],
  ]
  for (const [input, output] of cases) assert.equal(strip(input), output, JSON.stringify(input))
})

test('a sequence cut in two by a read is removed whole', () => {
  const text = 'one \x1b[1;31mred\x1b[0m and \x1b(B two\n'
  for (let at = 0; at <= text.length; at++) {
    assert.equal(strip(text.slice(0, at), text.slice(at)), 'one red and \x1b(B two\n', `cut at ${at}`)
  }
})

test('the chunk itself is left alone for the other sinks', () => {
  const chunk = Buffer.from('\x1b[1mx')
  createAnsiStripper(createMemorySink()).write(chunk)
  assert.equal(chunk.toString(), '\x1b[1mx')
})
