import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../../sdk/index.js'
import { Scratch } from '../../support/scratch.js'
import { client } from './client.js'
import { createFakeSupervisor } from './fake-supervisor.js'

test('logs are read in windows; bytes that are no UTF-8 never fail (RPC-54, RPC-55, RPC-60..64, EDGE-27)', async (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  const supervisor = createFakeSupervisor([], 'info', scratch.write('main.log', 'main'))
  supervisor.add('web', {
    stdout_logfile: scratch.write('out', '0123456789'),
    stderr_logfile: scratch.write('err', Buffer.from([0x61, 0xc3, 0xa9, 0x1b, 0x00, 0xff])),
  })
  supervisor.add('none', { stdout_logfile: null })
  supervisor.add('gone', { stdout_logfile: scratch.at('gone') })
  const call = client(supervisor)
  assert.equal(await call('readLog', 0, 0), 'main')
  assert.equal(await call('readMainLog', -2, 0), 'in')
  assert.equal(await call('readProcessStdoutLog', 'web', 0, 0), '0123456789')
  assert.equal(await call('readProcessLog', 'web', -3, 0), '789')
  assert.equal(await call('readProcessLog', 'web', '2', '3'), '234')
  assert.equal(await call('readProcessLog', 'web', 99, 0), '')
  assert.equal(await call('readProcessLog', 'web', -3, 1), '3 BAD_ARGUMENTS')
  assert.equal(await call('readProcessLog', 'web', 0, -1), '3 BAD_ARGUMENTS')
  assert.match(String(await call('readProcessLog', 'none', 0, 0)), /^20 NO_FILE/)
  assert.equal(await call('readProcessLog', 'gone', 0, 0), `20 NO_FILE: ${scratch.at('gone')}`)
  assert.deepEqual(await call('tailProcessLog', 'gone', 0, 10), ['', 0, false])
  assert.deepEqual(await call('tailProcessStdoutLog', 'web', 8, 4), ['6789', 10, false])
  assert.deepEqual(await call('tailProcessStdoutLog', 'web', 2, 7), ['3456789', 10, true])
  assert.equal(await call('readProcessStderrLog', 'web', 2, 0), '\ufffd\ufffd\ufffd\ufffd')
  assert.deepEqual(await call('tailProcessStderrLog', 'web', 0, 6), ['aé\ufffd\ufffd\ufffd', 6, false])
  assert.equal(await call('readProcessLog', 'web:*', 0, 0), '10 BAD_NAME: web:*')
})

test('logs are cleared (RPC-36, RPC-56, RPC-57)', async (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  const supervisor = createFakeSupervisor([], 'info', scratch.write('main.log', 'main'))
  const web = supervisor.add('web', { priority: 2 })
  supervisor.add('api', { priority: 1 })
  const call = client(supervisor)
  assert.equal(await call('clearLog'), true)
  assert.equal(scratch.read('main.log'), '')
  assert.equal(await client(createFakeSupervisor())('clearLog'), '20 NO_FILE')
  assert.equal(await call('clearProcessLogs', 'web'), true)
  web.refuse = new Fault('FAILED', 'anything')
  assert.equal(await call('clearProcessLog', 'web:web'), '30 FAILED: web:web')
  web.refuse = new Fault('FAILED', 'anything')
  assert.deepEqual(await call('clearAllProcessLogs'), [
    { name: 'api', group: 'api', status: 80, description: 'OK' },
    { name: 'web', group: 'web', status: 30, description: 'FAILED: web' },
  ])
})
