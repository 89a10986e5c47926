import assert from 'node:assert/strict'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { createFakeClock } from '../../../core/testing/fake-clock.js'
import { createFakePosix } from '../../../core/testing/fake-posix.js'
import { findLeaks } from '../../../core/testing/leaks.js'
import { watchResources } from '../../../core/testing/resources.js'
import { Scratch } from '../../support/scratch.js'

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
  const here = /, set at \S*leaks\.test\.js:\d+$/
  const [timer = '', callback = '', ...rest] = findLeaks({ clock, posix })
  assert.match(timer, here)
  assert.equal(timer.replace(here, ''), 'a timer that fires in 500 ms')
  assert.equal(callback.replace(here, ''), 'a callback for the next turn')
  assert.deepEqual(rest, [
    'descriptor 10: /tmp/log',
    'writable watch of descriptor 10',
    'handler of SIGHUP',
    'child 2000: cat -',
  ])
})

test('a server that still listens is named, and no longer when it is closed', async () => {
  const leaks = watchResources()
  const server = createServer().listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  assert.match((await leaks()).join('\n'), /^an active TCPServerWrap, made at \S*leaks\.test\.js:\d+$/m)
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

test('a unix socket, a timer after unref and a listener of process are named by the line that made them', async () => {
  const leaks = watchResources()
  const scratch = new Scratch()
  const server = createServer().listen(scratch.at('s')).unref()
  await once(server, 'listening')
  const timer = setInterval(() => {}, 1_000_000).unref()
  const listener = () => {}
  process.once('SIGUSR2', listener)
  assert.deepEqual(
    (await leaks()).slice(0, 3).map((line) => line.replace(/ \S*leaks\.test\.js:\d+$/, ' here')),
    [
      'an active unix socket or pipe, made at here',
      'an active Timeout, made at here',
      "a listener of process 'SIGUSR2', added at here",
    ],
  )
  process.off('SIGUSR2', listener)
  clearInterval(timer)
  server.close()
  await once(server, 'close')
  scratch.remove()
  assert.deepEqual(await leaks(), [])
})
