import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { locateConfig, requireConfig, searchPaths } from '../../../core/config/locate.js'
import { Scratch } from '../../support/scratch.js'

test('the usual places are searched in order (CFG-FMT-01)', async (t) => {
  const scratch = new Scratch()
  t.after(() => scratch.remove())
  mkdirSync(scratch.at('etc'))
  const search = { given: null, program: scratch.at('bin/supervisord'), workingDirectory: scratch.path }
  assert.deepEqual(searchPaths('/opt/x/bin/supervisord').slice(0, 3), [
    '/opt/x/etc/supervisord.conf',
    '/opt/x/supervisord.conf',
    'supervisord.conf',
  ])
  assert.deepEqual(searchPaths('supervisord').slice(0, 2), ['etc/supervisord.conf', 'supervisord.conf'])
  for (const name of ['supervisord.conf', 'etc/supervisord.conf']) {
    writeFileSync(scratch.at(name), '')
    assert.equal(locateConfig(search)?.file, scratch.at(name))
  }
})

test('a relative path is made absolute once, and shown as typed (EDGE-31)', () => {
  assert.deepEqual(locateConfig({ given: 'x/y.conf', program: 'p', workingDirectory: '/base' }), {
    file: '/base/x/y.conf',
    shownAs: 'x/y.conf',
  })
})

test('without a file the error names the places (CFG-FMT-02)', () => {
  const search = {
    given: null,
    program: '/opt/bin/supervisord',
    workingDirectory: '/base',
    exists: () => false,
  }
  assert.throws(
    () => requireConfig(search, 1000, assert.fail),
    (error: Error) =>
      searchPaths(search.program).every((path) => error.message.includes(path)) &&
      error.message.includes('-c'),
  )
})

test('root is warned about the search, not about a named file (CFG-FMT-03)', async (t) => {
  const scratch = new Scratch()
  t.after(() => scratch.remove())
  scratch.write('supervisord.conf', '')
  const warnings: string[] = []
  const warn = (text: string) => warnings.push(text)
  const search = { given: null, program: 'supervisord', workingDirectory: scratch.path }
  requireConfig(search, 1000, warn)
  requireConfig({ ...search, given: 'x' }, 0, warn)
  assert.deepEqual(warnings, [])
  requireConfig(search, 0, warn)
  assert.equal(warnings.length, 1)
})
