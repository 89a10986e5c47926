// The example with both sides: a plugin of the daemon and one of supervisorctl.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootSupervisor } from 'reeve/testing'
import maintenance from '../../../sdk/examples/maintenance/maintenance.js'
import maintenanceCtl from '../../../sdk/examples/maintenance/maintenance-ctl.js'

const boot = (section: string) =>
  bootSupervisor({
    config: `[maintenance]\n${section}\n[program:web]\ncommand = /bin/cat\n`,
    plugins: [maintenance],
    ctlPlugins: [maintenanceCtl],
  })

test('while there is maintenance nothing starts, and what waited starts at its end', async () => {
  const harness = await boot('at_start = yes')
  await harness.advance(60_000)
  assert.equal(harness.process('web').state, 'STOPPED')
  assert.deepEqual(await harness.rpc('maintenance.get'), { on: true, waiting: ['web'] })
  assert.equal(await harness.rpc('maintenance.set', false), true)
  await harness.advance(2_000)
  assert.equal(harness.process('web').state, 'RUNNING')
  await harness.stop()
})

test('a program that crashes meanwhile waits too', async () => {
  const harness = await boot('')
  await harness.advance(2_000)
  await harness.ctl('maintenance on')
  harness.child('web').exit({ code: 1 })
  await harness.advance(60_000)
  assert.equal(harness.process('web').state, 'EXITED')
  assert.deepEqual(await harness.ctl('maintenance'), {
    stdout: 'maintenance: on\nweb: waits to be started\n',
    stderr: '',
    exitStatus: 0,
  })
  assert.equal((await harness.ctl('maintenance off')).stdout, 'maintenance: off\n')
  await harness.advance(2_000)
  assert.equal(harness.process('web').state, 'RUNNING')
  await harness.stop()
})

test('load balancers ask a page', async () => {
  const harness = await boot('status = 418')
  assert.equal((await harness.request('GET', '/maintenance')).status, 200)
  await harness.rpc('maintenance.set', true)
  const answer = await harness.request('GET', '/maintenance')
  assert.deepEqual([answer.status, JSON.parse(answer.body)], [418, { on: true, waiting: [] }])
  await harness.stop()
})

test('what is wrong is said: a value, an argument, a parameter', async () => {
  await assert.rejects(boot('status = 42'), /status must be >= 200 \[.*supervisord\.conf:2/)
  const harness = await boot('')
  const answer = await harness.ctl('maintenance perhaps')
  assert.match(answer.stdout, /^Error: maintenance on, maintenance off/)
  assert.equal(answer.exitStatus, 2)
  await assert.rejects(harness.rpc('maintenance.set', 'perhaps'), /INCORRECT_PARAMETERS/)
  await harness.stop()
})
