import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readArguments } from '../../../core/ctl/arguments.js'

const failure = (...argv: string[]) => {
  try {
    readArguments(argv)
  } catch (error) {
    return (error as Error).message
  }
  return 'no failure'
}

test('options cluster, take their value attached or apart, and end at the first word (spec 2.9)', () => {
  const given = readArguments(['-isunix:///s', '-u', 'me', '--pass=secret', 'tail', '-f', 'web'])
  assert.equal(given.interactive, true)
  assert.equal(given.serverurl, 'unix:///s')
  assert.equal(given.username, 'me')
  assert.equal(given.password, 'secret')
  assert.deepEqual(given.words, ['tail', '-f', 'web'])
})

test('two dashes end the options, one dash is a word', () => {
  assert.deepEqual(readArguments(['--', '-i']).words, ['-i'])
  assert.deepEqual(readArguments(['-', '-i']).words, ['-', '-i'])
})

test('help wins over what stands behind it (CLI-SC-01)', () => {
  assert.equal(readArguments(['-?', '-s', 'unix:///s']).help, true)
  assert.equal(readArguments(['--help', '-i', '-i']).help, true)
})

const REFUSED: readonly (readonly [argv: string[], message: string])[] = [
  [['-q'], 'option -q not recognized'],
  [['--bogus'], 'option --bogus not recognized'],
  [['--history-file', 'x'], 'option --history-file not recognized'],
  [['-s'], 'option -s requires argument'],
  [['--ser'], 'option --serverurl requires argument'],
  [['--h'], 'option --h not a unique prefix'],
  [['--inter=1'], 'option --interactive must not have an argument'],
  [['-ii'], "conflicting command line option '-i'"],
  [['-i', '--inter'], "conflicting command line option '--interactive'"],
  [['-s', 'foo'], "invalid value for -s 'foo': value 'foo' is not a URL"],
  [['--s=http://'], "invalid value for --serverurl 'http://': value 'http://' is not a URL"],
]

for (const [argv, message] of REFUSED) {
  test(`${argv.join(' ')} is refused with the original's words (spec 2.9)`, () => {
    assert.equal(failure(...argv), message)
  })
}
