import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../../sdk/index.js'
import { client } from './client.js'
import { createFakeSupervisor, type FakeSupervisor } from './fake-supervisor.js'

test('starting and stopping one process, with faults that name it as it was sent (RPC-15, RPC-42, RPC-45)', async () => {
  const supervisor = createFakeSupervisor()
  const web = supervisor.add('web')
  const call = client(supervisor)
  assert.equal(await call('stopProcess', 'web'), '70 NOT_RUNNING: web')
  assert.equal(await call('startProcess', 'web:web'), true)
  assert.equal(await call('startProcess', 'web:web'), '60 ALREADY_STARTED: web:web')
  assert.equal(await call('startProcess', 'nope'), '10 BAD_NAME: nope')
  assert.equal(await call('startProcess', 'web:nope'), '10 BAD_NAME: web:nope')
  assert.equal(await call('stopProcess', 'web'), true)
  web.refuse = new Fault('NO_FILE', "can't find command '/x'")
  assert.equal(await call('startProcess', 'web:web'), "20 NO_FILE: can't find command '/x'")
  web.refuse = new Fault('SPAWN_ERROR', 'web')
  assert.equal(await call('startProcess', 'web:web'), '50 SPAWN_ERROR: web:web')
})

test('wait is a boolean or an int, and true when left out (clients send 1 and 0)', async () => {
  const supervisor = createFakeSupervisor()
  supervisor.add('web')
  const call = client(supervisor)
  await call('startProcess', 'web')
  await call('stopProcess', 'web', 0)
  await call('startProcess', 'web', 1)
  await call('stopProcess', 'web', false)
  await call('startProcessGroup', 'web', 0)
  await call('stopAllProcesses', true)
  assert.deepEqual(supervisor.requests, [
    'start web true',
    'stop web false',
    'start web true',
    'stop web false',
    'start web false',
    'stop web true',
  ])
})

test('group requests go to those concerned, in priority order, and stops in the reverse (RPC-23, EDGE-09)', async () => {
  const supervisor = createFakeSupervisor()
  supervisor.add('late', { priority: 900 }, 'g')
  supervisor.add('early', { priority: 1 }, 'g')
  supervisor.add('busy', { priority: 5 }, 'g').state = 'RUNNING'
  supervisor.add('backoff', { priority: 6 }, 'g').state = 'BACKOFF'
  const call = client(supervisor)
  const ok = (name: string) => ({ name, group: 'g', status: 80, description: 'OK' })
  assert.deepEqual(await call('startProcess', 'g:*'), [ok('early'), ok('late')])
  assert.deepEqual(await call('startProcessGroup', 'g'), [])
  assert.deepEqual(await call('stopProcess', 'g:'), [ok('late'), ok('backoff'), ok('busy'), ok('early')])
  assert.deepEqual(await call('stopProcessGroup', 'g'), [])
  assert.deepEqual(supervisor.requests, [
    'start g:early true',
    'start g:late true',
    'stop g:late true',
    'stop g:backoff true',
    'stop g:busy true',
    'stop g:early true',
  ])
  assert.equal(await call('startProcessGroup', 'no'), '10 BAD_NAME: no')
  assert.equal(await call('stopProcess', 'no:*'), '10 BAD_NAME: no:*')
})

test('results of many come in the order of completion, failures among them (RPC-23, RPC-24)', async () => {
  const supervisor = createFakeSupervisor()
  const [a, b, c] = ['a', 'b', 'c'].map((name) => supervisor.add(name)) as [
    ReturnType<FakeSupervisor['add']>,
    ReturnType<FakeSupervisor['add']>,
    ReturnType<FakeSupervisor['add']>,
  ]
  a.isSlow = true
  b.isSlow = true
  c.refuse = new Fault('SPAWN_ERROR', 'c')
  const answer = client(supervisor)('startAllProcesses')
  await Promise.resolve()
  b.settle('FATAL')
  await Promise.resolve()
  a.settle('RUNNING')
  assert.deepEqual(await answer, [
    { name: 'c', group: 'c', status: 50, description: 'SPAWN_ERROR: c' },
    { name: 'b', group: 'b', status: 40, description: 'ABNORMAL_TERMINATION: b' },
    { name: 'a', group: 'a', status: 80, description: 'OK' },
  ])
})

test('signals are names or numbers; a bad one is a fault, in groups one for each process (RPC-48..50)', async () => {
  const supervisor = createFakeSupervisor()
  const web = supervisor.add('web')
  supervisor.add('idle')
  const call = client(supervisor)
  assert.equal(await call('signalProcess', 'web', 'HUP'), '70 NOT_RUNNING: web')
  web.state = 'RUNNING'
  assert.equal(await call('signalProcess', 'web', 'HUP'), true)
  assert.equal(await call('signalProcess', 'web', 15), true)
  assert.equal(await call('signalProcess', 'web', 'NONE'), '11 BAD_SIGNAL: NONE')
  assert.equal(await call('signalProcess', 'no', 'NONE'), '10 BAD_NAME: no')
  assert.deepEqual(await call('signalAllProcesses', 'TERM'), [
    { name: 'web', group: 'web', status: 80, description: 'OK' },
  ])
  assert.deepEqual(await call('signalProcess', 'web:*', 'NONE'), [
    { name: 'web', group: 'web', status: 11, description: 'BAD_SIGNAL: NONE' },
  ])
  assert.deepEqual(await call('signalProcessGroup', 'idle', 'HUP'), [])
  assert.deepEqual(web.signals, [1, 15, 15])
})

test('text goes to stdin, everything else is a wrong parameter (RPC-58)', async () => {
  const supervisor = createFakeSupervisor()
  const web = supervisor.add('web')
  const call = client(supervisor)
  assert.equal(await call('sendProcessStdin', 'web', 5), '2 INCORRECT_PARAMETERS: 5')
  assert.equal(await call('sendProcessStdin', 'web', 'é\n'), '70 NOT_RUNNING: web')
  web.state = 'RUNNING'
  assert.equal(await call('sendProcessStdin', 'web', 'é\n'), true)
  web.refuse = new Fault('NO_FILE', 'web')
  assert.equal(await call('sendProcessStdin', 'web:web', 'x'), '20 NO_FILE: web:web')
  assert.deepEqual(web.stdin, ['é\n'])
})
