import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { XmlRpcValue } from '../../../sdk/xmlrpc/index.js'
import { boot, program } from './client.js'

test('starting and stopping one process, with faults that name it as it was sent (RPC-15, RPC-42, RPC-45)', async (context) => {
  const { harness, call } = await boot(
    context,
    program('web') + program('gone', 'command=/x') + program('broken', 'startretries=0'),
  )
  assert.equal(await call('stopProcess', 'web'), '70 NOT_RUNNING: web')
  assert.equal(await call('startProcess', 'web:web'), true)
  assert.equal(await call('startProcess', 'web:web'), '60 ALREADY_STARTED: web:web')
  assert.equal(await call('startProcess', 'nope'), '10 BAD_NAME: nope')
  assert.equal(await call('startProcess', 'web:nope'), '10 BAD_NAME: web:nope')
  assert.equal(await call('stopProcess', 'web'), true)
  assert.equal(await call('startProcess', 'gone:gone'), "20 NO_FILE: can't find command '/x'")
  harness.posix.children.failNextSpawn('EAGAIN')
  assert.equal(await call('startProcess', 'broken:broken'), '50 SPAWN_ERROR: broken:broken')
})

test('wait is a boolean or an int, and true when left out (clients send 1 and 0)', async (context) => {
  const { harness, call } = await boot(context, program('web', 'startsecs=1\nstopwaitsecs=1'), {
    onSpawn: (child) => {
      child.onSignal = () => 'ignore'
    },
  })
  /** Does the answer come only after time has passed? */
  async function waits(method: string, ...parameters: XmlRpcValue[]): Promise<boolean> {
    let isAnswered = false
    const answer = call(method, ...parameters).then(() => {
      isAnswered = true
    })
    for (let turn = 0; turn < 100; turn++) await harness.advance(0)
    const before = isAnswered
    await harness.advance(2_000)
    await answer
    return !before
  }
  assert.equal(await waits('startProcess', 'web'), true)
  assert.equal(await waits('stopProcess', 'web', 0), false)
  assert.equal(await waits('startProcess', 'web', 1), true)
  assert.equal(await waits('stopProcess', 'web', false), false)
  assert.equal(await waits('startProcessGroup', 'web', 0), false)
  assert.equal(await waits('stopAllProcesses', true), true)
})

test('group requests go to those concerned, in priority order, and stops in the reverse (RPC-23, EDGE-09)', async (context) => {
  const { harness, call } = await boot(
    context,
    '[group:g]\nprograms=late,early,busy,backoff\n' +
      program('late', 'priority=900') +
      program('early', 'priority=1') +
      program('busy', 'priority=5') +
      program('backoff', 'priority=6\nstartsecs=1'),
  )
  await call('startProcess', 'g:busy')
  await call('startProcess', 'g:backoff', false)
  harness.child('g:backoff').exit({ code: 1 })
  await harness.advance(0)
  assert.equal(harness.process('g:backoff').state, 'BACKOFF')
  const changes: string[] = []
  harness.supervisor.hooks.stateChange.tap(
    'test',
    ({ process, to }) => void changes.push(`${process.name} ${to}`),
  )
  const ok = (name: string) => ({ name, group: 'g', status: 80, description: 'OK' })
  assert.deepEqual(await call('startProcess', 'g:*'), [ok('early'), ok('late')])
  assert.deepEqual(await call('startProcessGroup', 'g'), [])
  const stopped = (await call('stopProcess', 'g:')) as { readonly name: string }[]
  assert.deepEqual(stopped.map(({ name }) => name).sort(), ['backoff', 'busy', 'early', 'late'])
  assert.deepEqual(await call('stopProcessGroup', 'g'), [])
  assert.deepEqual(
    changes.filter((change) => /STARTING|STOPPING|backoff STOPPED/.test(change)),
    [
      'early STARTING',
      'late STARTING',
      'late STOPPING',
      'backoff STOPPED',
      'busy STOPPING',
      'early STOPPING',
    ],
  )
  assert.equal(await call('startProcessGroup', 'no'), '10 BAD_NAME: no')
  assert.equal(await call('stopProcess', 'no:*'), '10 BAD_NAME: no:*')
})

test('a stop of many also ends what would start by itself: a restart to come, a start held back', async (context) => {
  const { harness, call } = await boot(
    context,
    program('crash') + program('ended') + program('held') + program('idle'),
  )
  const { hooks } = harness.supervisor
  hooks.startDecision.tap('test', ({ name }) => (name === 'held' ? { hold: 'not yet' } : undefined))
  hooks.restartDecision.tap('test', ({ name }) => ({ restart: name === 'crash', delayMs: 1_000 }))
  await call('startProcess', 'held', false)
  for (const name of ['crash', 'ended']) {
    await call('startProcess', name)
    harness.child(name).exit({ code: 1 })
  }
  await harness.advance(0)
  const ok = (name: string) => ({ name, group: name, status: 80, description: 'OK' })
  assert.deepEqual(await call('stopAllProcesses'), [ok('held'), ok('crash')])
  hooks.startDecision.tap('test', () => assert.fail('nothing may start'))
  await harness.advance(60_000)
  assert.deepEqual(
    ['crash', 'ended', 'held', 'idle'].map((name) => harness.process(name).state),
    ['EXITED', 'EXITED', 'STOPPED', 'STOPPED'],
  )
  assert.deepEqual(await call('stopAllProcesses'), [])
})

test('results of many come in the order of completion, failures among them (RPC-23, RPC-24)', async (context) => {
  const { harness, call } = await boot(
    context,
    program('a', 'startsecs=2') + program('b', 'startsecs=2') + program('c', 'priority=1\nstartretries=0'),
  )
  harness.posix.children.failNextSpawn('EAGAIN')
  const answer = call('startAllProcesses')
  while (harness.process('b').pid === 0) await harness.advance(0)
  await call('stopProcess', 'b')
  await harness.advance(2_000)
  assert.deepEqual(await answer, [
    { name: 'c', group: 'c', status: 50, description: 'SPAWN_ERROR: c' },
    { name: 'b', group: 'b', status: 40, description: 'ABNORMAL_TERMINATION: b' },
    { name: 'a', group: 'a', status: 80, description: 'OK' },
  ])
})

test('signals are names or numbers; a bad one is a fault, in groups one for each process (RPC-48..50)', async (context) => {
  const { harness, call } = await boot(context, program('web') + program('idle'), {
    onSpawn: (child) => {
      child.onSignal = () => (harness.supervisor.state === 'RUNNING' ? 'ignore' : undefined)
    },
  })
  assert.equal(await call('signalProcess', 'web', 'HUP'), '70 NOT_RUNNING: web')
  await call('startProcess', 'web')
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
  assert.deepEqual(harness.child('web').signals, [1, 15, 15])
})

test('text goes to stdin, everything else is a wrong parameter (RPC-58)', async (context) => {
  const { harness, call } = await boot(context, program('web'))
  assert.equal(await call('sendProcessStdin', 'web', 5), '2 INCORRECT_PARAMETERS: 5')
  assert.equal(await call('sendProcessStdin', 'web', 'é\n'), '70 NOT_RUNNING: web')
  await call('startProcess', 'web')
  assert.equal(await call('sendProcessStdin', 'web', 'é\n'), true)
  assert.equal(harness.child('web').readStdin(), 'é\n')
  harness.child('web').closeStdin()
  assert.equal(await call('sendProcessStdin', 'web:web', 'x'), '20 NO_FILE: web:web')
})
