import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inColumns, pad } from '../../../plugins/ctl-default/columns.js'

test('words stand in columns that are filled from the top (CTL-39)', () => {
  const names =
    'add avail clear exit fg maintail open pid quit reload remove reread restart shutdown signal start'
  const more = 'status stop tail update version'
  assert.deepEqual(inColumns(`${names} ${more}`.split(' '), 79), [
    'add    exit      open  reload  restart   start   tail   ',
    'avail  fg        pid   remove  shutdown  status  update ',
    'clear  maintail  quit  reread  signal    stop    version',
  ])
})

test('what fits nowhere stands below each other', () => {
  assert.deepEqual(inColumns(['aaaa', 'bbbb'], 3), ['aaaa', 'bbbb'])
  assert.deepEqual(inColumns(['one'], 79), ['one'])
  assert.deepEqual(inColumns([], 79), [])
})

test('padding counts characters, not units of UTF-16', () => {
  assert.equal(pad('a😀', 4), 'a😀  ')
  assert.equal(pad('long', 2), 'long')
})
