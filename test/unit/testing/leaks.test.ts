import assert from 'node:assert/strict'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { createFakeClock } from '../../../core/testing/fake-clock.js'
import { createFakePosix } from '../../../core/testing/fake-posix.js'
import { findLeaks, watchResources } from '../../../core/testing/leaks.js'

test('timers, descriptors, watches, handlers and children that are left are named', () => {
  const clock = createFakeClock()
  const posix = createFakePosix({ clock })
  assert.deepEqual(findLeaks({ clock, posix }), [])

  clock.after(500, () => {}, { background: true })
  const log = posix.open('/tmp/log', 'append')
  assert.ok(typeof log === 'number')
  posix.spawn({ file: '/bin/cat', argv: ['cat', '-'], environment: {}, stdio: [log, log, log] })
  posix.onSignal('SIGHUP', () => {})
  posix.watchWritable(log, () => {})
  assert.deepEqual(findLeaks({ clock, posix }), [
    'a timer that fires in 500 ms',
    'a callback for the next turn',
    'descriptor 10: /tmp/log',
    'writable watch of descriptor 10',
    'handler of SIGHUP',
    'child 2000: cat -',
  ])
})

test('a server that still listens is named, and no longer when it is closed', async () => {
  const leaks = watchResources()
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  assert.ok((await leaks()).includes('an active TCPServerWrap'))
  server.close()
  await once(server, 'close')
  assert.deepEqual(await leaks(), [])
})

test('an open descriptor is named by what it leads to', { skip: process.platform !== 'linux' }, async () => {
  const leaks = watchResources()
  const fd = openSync('/dev/zero', 'r')
  assert.deepEqual(await leaks(), ['an open descriptor: /dev/zero'])
  closeSync(fd)
  assert.deepEqual(await leaks(), [])
})
