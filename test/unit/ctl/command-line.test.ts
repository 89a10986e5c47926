import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCommandLine } from '../../../core/ctl/command-line.js'

const named = (text: string) => {
  const parsed = parseCommandLine(text)
  return parsed.kind === 'command' ? [parsed.name, parsed.argument] : parsed.kind
}

test('the name ends at the first sign that is no letter, digit or underscore', () => {
  assert.deepEqual(named('  status  a b '), ['status', 'a b'])
  assert.deepEqual(named('status:a'), ['status', ':a'])
  assert.deepEqual(named('EOF'), ['EOF', ''])
})

test('a question mark asks for help (CTL-08)', () => {
  assert.deepEqual(named('?start'), ['help', 'start'])
  assert.deepEqual(named('? start'), ['help', 'start'])
  assert.deepEqual(named('?'), ['help', ''])
})

test('an empty line is nothing, and a line that begins with a sign is unknown (CTL-08)', () => {
  assert.equal(named('   '), 'empty')
  assert.equal(named('!ls'), 'unknown')
  assert.equal(named('*x'), 'unknown')
})
