import assert from 'node:assert/strict'
import { test } from 'node:test'
import { client } from './client.js'
import { createFakeSupervisor } from './fake-supervisor.js'

test('the daemon tells its versions, identifier, state and pid (RPC-30..34)', async () => {
  const call = client(createFakeSupervisor())
  assert.equal(await call('getAPIVersion'), '3.0')
  assert.equal(await call('getVersion'), '3.0')
  assert.match(String(await call('getSupervisorVersion')), /^\d+\.\d+\.\d+$/)
  assert.equal(await call('getIdentification'), 'supervisor')
  assert.deepEqual(await call('getState'), { statecode: 1, statename: 'RUNNING' })
  assert.equal(await call('getPID'), 4242)
})

test('while the daemon ends every method but sendRemoteCommEvent is refused (RPC-16)', async () => {
  const supervisor = createFakeSupervisor()
  const call = client(supervisor)
  for (const state of ['SHUTDOWN', 'RESTARTING'] as const) {
    supervisor.state = state
    for (const [method, ...parameters] of [
      ['getState'],
      ['getAPIVersion'],
      ['startProcess', 'x'],
      ['signalAllProcesses', 'HUP'],
      ['getAllConfigInfo'],
      ['readLog', 0, 0],
      ['shutdown'],
    ] as const) {
      assert.equal(await call(method, ...parameters), '6 SHUTDOWN_STATE', method)
    }
    assert.equal(await call('sendRemoteCommEvent', 'a', 'b'), true)
  }
})

test('shutdown and restart answer at once (RPC-37, RPC-38)', async () => {
  const supervisor = createFakeSupervisor()
  assert.equal(await client(supervisor)('shutdown'), true)
  supervisor.state = 'RUNNING'
  assert.equal(await client(supervisor)('restart'), true)
  assert.deepEqual(supervisor.requests, ['shutdown', 'restart'])
})

test('reloadConfig answers three lists inside one (RPC-39)', async () => {
  assert.deepEqual(await client(createFakeSupervisor())('reloadConfig'), [[['a'], [], ['r']]])
})

test('groups come and go with their faults (RPC-40, RPC-41)', async () => {
  const supervisor = createFakeSupervisor()
  supervisor.add('web')
  const call = client(supervisor)
  assert.equal(await call('addProcessGroup', 'web'), '90 ALREADY_ADDED: web')
  assert.equal(await call('addProcessGroup', 'no'), '10 BAD_NAME: no')
  assert.equal(await call('removeProcessGroup', 'web'), '91 STILL_RUNNING: web')
  assert.equal(await call('removeProcessGroup', 'no'), '10 BAD_NAME: no')
  assert.equal(await call('addProcessGroup', 5), '10 BAD_NAME: 5')
  assert.equal(await call('startProcessGroup', 5), '10 BAD_NAME: 5')
})

test('an event reaches listeners with its type and data (RPC-59, EVT-15)', async () => {
  const supervisor = createFakeSupervisor()
  assert.equal(await client(supervisor)('sendRemoteCommEvent', 'kind', 'line\nline'), true)
  const [event] = supervisor.events
  assert.equal(event?.type, 'REMOTE_COMMUNICATION')
  assert.equal(event?.payload(), 'type:kind\nline\nline')
})
