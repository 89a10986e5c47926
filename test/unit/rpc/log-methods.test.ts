import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boot, program } from './client.js'

const WEB = program('web', 'priority=2\nstdout_logfile=/var/log/out\nstderr_logfile=/var/log/err')

test('logs are read in windows; bytes that are no UTF-8 never fail (RPC-54, RPC-55, RPC-60..64, EDGE-27)', async (context) => {
  const { harness, call } = await boot(
    context,
    WEB + program('none', 'stdout_logfile=NONE') + program('gone', 'stdout_logfile=/var/log/gone'),
  )
  const { files } = harness.posix
  files.put('/var/log/out', '0123456789')
  files.put('/var/log/err', Buffer.from([0x61, 0xc3, 0xa9, 0x1b, 0x00, 0xff]))
  const main = String(await call('readLog', 0, 0))
  assert.match(main, /INFO RPC interface 'supervisor' initialized\n/)
  assert.equal(await call('readMainLog', -2, 0), main.slice(-2))
  assert.equal(await call('readProcessStdoutLog', 'web', 0, 0), '0123456789')
  assert.equal(await call('readProcessLog', 'web', -3, 0), '789')
  assert.equal(await call('readProcessLog', 'web', '2', '3'), '234')
  assert.equal(await call('readProcessLog', 'web', 99, 0), '')
  assert.equal(await call('readProcessLog', 'web', -3, 1), '3 BAD_ARGUMENTS')
  assert.equal(await call('readProcessLog', 'web', 0, -1), '3 BAD_ARGUMENTS')
  assert.match(String(await call('readProcessLog', 'none', 0, 0)), /^20 NO_FILE/)
  assert.equal(await call('readProcessLog', 'gone', 0, 0), '20 NO_FILE: /var/log/gone')
  assert.deepEqual(await call('tailProcessLog', 'gone', 0, 10), ['', 0, false])
  assert.deepEqual(await call('tailProcessStdoutLog', 'web', 8, 4), ['6789', 10, false])
  assert.deepEqual(await call('tailProcessStdoutLog', 'web', 2, 7), ['3456789', 10, true])
  assert.equal(await call('readProcessStderrLog', 'web', 2, 0), '\ufffd\ufffd\ufffd\ufffd')
  assert.deepEqual(await call('tailProcessStderrLog', 'web', 0, 6), ['aé\ufffd\ufffd\ufffd', 6, false])
  assert.equal(await call('readProcessLog', 'web:*', 0, 0), '10 BAD_NAME: web:*')
})

test('logs are cleared (RPC-36, RPC-56, RPC-57)', async (context) => {
  const { harness, call } = await boot(context, WEB + program('api', 'priority=1'))
  const { files } = harness.posix
  files.put('/var/log/out', 'out')
  assert.equal(await call('clearLog'), true)
  assert.doesNotMatch(harness.log().join('\n'), /initialized/)
  assert.equal(await call('clearProcessLogs', 'web'), true)
  assert.equal(files.text('/var/log/out') ?? '', '')
  files.put('/var/log/out', 'out')
  for (const operation of ['unlink', 'truncate', 'open'] as const)
    files.fail(operation, '/var/log/out', 'EACCES')
  assert.equal(await call('clearProcessLog', 'web:web'), '30 FAILED: web:web')
  assert.deepEqual(await call('clearAllProcessLogs'), [
    { name: 'api', group: 'api', status: 80, description: 'OK' },
    { name: 'web', group: 'web', status: 30, description: 'FAILED: web' },
  ])
})

test('a daemon without a log file has nothing to clear (RPC-36)', async (context) => {
  const { call } = await boot(context, '[supervisord]\nlogfile=syslog\n')
  assert.match(String(await call('clearLog')), /^20 NO_FILE/)
})
