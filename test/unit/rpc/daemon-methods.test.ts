import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BootOptions } from 'reeve/testing'
import type { SupervisorEvent } from '../../../sdk/index.js'
import { boot, program } from './client.js'

test('the daemon tells its versions, identifier, state and pid (RPC-30..34)', async (context) => {
  const { call } = await boot(context)
  assert.equal(await call('getAPIVersion'), '3.0')
  assert.equal(await call('getVersion'), '3.0')
  assert.match(String(await call('getSupervisorVersion')), /^\d+\.\d+\.\d+$/)
  assert.equal(await call('getIdentification'), 'supervisor')
  assert.deepEqual(await call('getState'), { statecode: 1, statename: 'RUNNING' })
  assert.equal(await call('getPID'), 1_000)
})

/** A program that takes its time to stop, so that the end of the daemon lasts. */
const STUBBORN: BootOptions = {
  onSpawn: (child) => {
    child.onSignal = () => 'ignore'
  },
}

test('while the daemon ends every method but sendRemoteCommEvent is refused (RPC-16)', async (context) => {
  for (const request of ['shutdown', 'restart']) {
    const { harness, call } = await boot(context, program('web', 'stopwaitsecs=5'), STUBBORN)
    await call('startProcess', 'web')
    await call(request)
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
    await harness.stop()
  }
})

test('shutdown and restart answer at once (RPC-37, RPC-38)', async (context) => {
  for (const request of ['shutdown', 'restart']) {
    const { harness, call } = await boot(context, program('web', 'stopwaitsecs=5'), STUBBORN)
    await call('startProcess', 'web')
    assert.equal(await call(request), true)
    assert.equal(harness.process('web').state, 'STOPPING')
    await harness.advance(6_000)
    assert.equal((await harness.ended).kind, request)
    await harness.stop()
  }
})

test('reloadConfig answers three lists inside one (RPC-39)', async (context) => {
  const { harness, call } = await boot(context, program('r') + program('c'))
  harness.setConfig(`[supervisord]\n${program('a')}${program('c', 'priority=1')}`)
  assert.deepEqual(await call('reloadConfig'), [[['a'], ['c'], ['r']]])
})

test('groups come and go with their faults (RPC-40, RPC-41)', async (context) => {
  const { call } = await boot(context, program('web'))
  await call('startProcess', 'web')
  assert.equal(await call('addProcessGroup', 'web'), '90 ALREADY_ADDED: web')
  assert.equal(await call('addProcessGroup', 'no'), '10 BAD_NAME: no')
  assert.equal(await call('removeProcessGroup', 'web'), '91 STILL_RUNNING: web')
  assert.equal(await call('removeProcessGroup', 'no'), '10 BAD_NAME: no')
  assert.equal(await call('addProcessGroup', 5), '10 BAD_NAME: 5')
  assert.equal(await call('startProcessGroup', 5), '10 BAD_NAME: 5')
})

test('an event reaches listeners with its type and data (RPC-59, EVT-15)', async (context) => {
  const { harness, call } = await boot(context)
  const events: SupervisorEvent[] = []
  harness.supervisor.hooks.event.tap('test', (event) => void events.push(event))
  assert.equal(await call('sendRemoteCommEvent', 'kind', 'line\nline'), true)
  const [event] = events
  assert.equal(event?.type, 'REMOTE_COMMUNICATION')
  assert.equal(event?.payload(), 'type:kind\nline\nline')
})
