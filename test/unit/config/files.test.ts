// What cannot be read: missing, unreadable, endless and binary files, and huge configurations.

import assert from 'node:assert/strict'
import { chmodSync, symlinkSync } from 'node:fs'
import { test } from 'node:test'
import { glob } from '../../../core/config/glob.js'
import { readConfig } from '../../../core/config/index.js'
import { ConfigError } from '../../../core/errors.js'
import { Scratch } from '../../support/scratch.js'
import { requestFor } from './request.js'

function problems(file: string, shownAs?: string): string[] {
  try {
    readConfig(requestFor(file, { shownAs }))
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ text }) => text)
    throw error
  }
  return []
}

test('a missing file and a directory have their own words, with the path as typed (CFG-FMT-04)', () => {
  assert.deepEqual(problems('/no/such.conf', 'such.conf'), ['could not find config file such.conf'])
  assert.deepEqual(problems('/tmp', './tmp'), ['could not read config file ./tmp'])
})

test('a device that never ends is refused', () => {
  assert.match(problems('/dev/zero')[0] ?? '', /^could not read config file \/dev\/zero: it is larger than/)
})

test('bytes that are no text are refused with their place (CFG-FMT-07)', async (t) => {
  const scratch = new Scratch()
  t.after(() => scratch.remove())
  const file = scratch.write('x.conf', Buffer.from('[supervisord]\nlogfile=\xff', 'latin1'))
  try {
    readConfig(requestFor(file))
    assert.fail('accepted')
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    assert.equal(
      error.problems[0]?.text,
      "'utf-8' codec can't decode byte 0xff in position 22: invalid start byte",
    )
    assert.deepEqual(error.problems[0]?.source, { file, line: 2 })
  }
})

test('included files that cannot be opened are skipped with a warning (CFG-FMT-08, EDGE-45)', async (t) => {
  const scratch = new Scratch()
  t.after(() => scratch.remove())
  scratch.folder('d/sub.conf')
  symlinkSync('/nowhere', scratch.at('d/dangling.conf'))
  scratch.write('d/secret.conf', '[program:x]\ncommand=x')
  chmodSync(scratch.at('d/secret.conf'), 0)
  const { notices } = readConfig(requestFor(scratch.write('m.conf', '[supervisord]\n[include]\nfiles=d/*')))
  const skipped = notices.filter(({ level }) => level === 'warn').map(({ text }) => text)
  const expected = [
    `Included file "${scratch.at('d/dangling.conf')}" was skipped: it does not exist`,
    ...(process.getuid?.() === 0
      ? []
      : [`Included file "${scratch.at('d/secret.conf')}" was skipped: it cannot be read`]),
    `Included file "${scratch.at('d/sub.conf')}" was skipped: it cannot be read`,
  ]
  assert.deepEqual(skipped, expected)
})

test('wildcards match like those of a shell, without recursion (CFG-INC-02)', async (t) => {
  const scratch = new Scratch()
  t.after(() => scratch.remove())
  for (const folder of ['a', 'a/b', '.hidden']) scratch.folder(folder)
  for (const name of [
    '1.conf',
    '10.conf',
    '2.conf',
    'x].conf',
    '.dot.conf',
    'a/3.conf',
    'a/b/4.conf',
    '.hidden/5.conf',
  ])
    scratch.write(name, '')
  const matches = (pattern: string) =>
    glob(scratch.at(pattern)).map((path) => path.slice(scratch.path.length + 1))
  assert.deepEqual(matches('*.conf'), ['1.conf', '10.conf', '2.conf', 'x].conf'])
  assert.deepEqual(matches('?.conf'), ['1.conf', '2.conf'])
  assert.deepEqual(matches('[!1]*.conf'), ['2.conf', 'x].conf'])
  assert.deepEqual(matches('x[]].conf'), ['x].conf'])
  assert.deepEqual(matches('[.conf'), [])
  assert.deepEqual(matches('**/*.conf'), ['a/3.conf'])
  assert.deepEqual(matches('.*.conf'), ['.dot.conf'])
  assert.deepEqual(matches('*/'), ['a/'])
  assert.deepEqual(matches('a/b/4.conf'), ['a/b/4.conf'])
})

test('2,000 programs and a line of a megabyte are read, a billion processes refused', async (t) => {
  const scratch = new Scratch()
  t.after(() => scratch.remove())
  const programs = Array.from(
    { length: 2000 },
    (_, index) => `[program:p${index}]\ncommand=/bin/sleep ${index}`,
  )
  const long = `[program:long]\ncommand=${'x'.repeat(1_000_000)}`
  const config = readConfig(
    requestFor(scratch.write('x.conf', ['[supervisord]', ...programs, long].join('\n'))),
  )
  assert.equal(config.groups.length, 2001)
  const many = scratch.write(
    'y.conf',
    '[supervisord]\n[program:x]\ncommand=x\nnumprocs=1000000000\nprocess_name=%(process_num)d',
  )
  assert.match(problems(many)[0] ?? '', /^1000000000 is above upper bound \(100000\)/)
})
