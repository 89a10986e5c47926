import assert from 'node:assert/strict'
import { closeSync, openSync, readdirSync } from 'node:fs'
import { after, test } from 'node:test'
import { loadLibc } from '../../../core/posix/libc.js'
import { readLimit, writeLimit } from '../../../core/posix/rlimits.js'
import { createChildren, openPipe, readToEnd } from './children.js'

const children = createChildren()
const { posix } = children
const libc = loadLibc()
after(() => children.dispose())

/** Runs with only so many descriptors allowed that none is left. */
function withoutDescriptors<Value>(action: () => Value): Value {
  const { limitDescriptors } = libc.platform
  const { soft, hard } = readLimit(libc, limitDescriptors)
  const fillers: number[] = []
  const highest = Math.max(...readdirSync('/proc/self/fd').map(Number))
  writeLimit(libc, limitDescriptors, BigInt(highest + 2), hard)
  try {
    for (;;) fillers.push(openSync('/dev/null', 'r'))
  } catch {
    return action()
  } finally {
    writeLimit(libc, limitDescriptors, soft, hard)
    for (const fd of fillers) closeSync(fd)
  }
}

test('without descriptors everything that needs one says EMFILE, and nothing leaks', () => {
  const before = readdirSync('/proc/self/fd').length
  const results = withoutDescriptors(() => [
    posix.pipe('read'),
    posix.duplicate(0),
    posix.open('/dev/null', 'append'),
    posix.spawn({
      file: '/usr/bin/true',
      argv: ['true'],
      environment: {},
      stdio: [0, 1, 2],
      directory: '/',
    }),
  ])
  assert.deepEqual(results, [
    { errno: 'EMFILE' },
    { errno: 'EMFILE' },
    { errno: 'EMFILE' },
    { errno: 'EMFILE' },
  ])
  assert.equal(readdirSync('/proc/self/fd').length, before)
})

test('a child starts with descriptors that lie above its own limit', async () => {
  const fillers = Array.from({ length: 200 }, () => openSync('/dev/null', 'r'))
  const pipe = openPipe(posix, 'read')
  assert.ok(pipe.write > 100)
  posix.setChildSoftNofile(64)
  const { exit } = await children.shell('ulimit -n', {
    stdio: [pipe.write, pipe.write, pipe.write],
    directory: '/',
  })
  posix.close(pipe.write)
  assert.equal(exit.code, 0)
  assert.equal(await readToEnd(posix, pipe.read), '64\n')
  for (const fd of fillers) closeSync(fd)
})
