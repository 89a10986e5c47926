import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Plugin } from '../../../sdk/plugin.js'
import { OK, pool, READY, startPools } from './pools.js'

test('a catch-all pool hears of the boot in Supervisor’s order (EVT-24, EVT-25, DIFF-43)', async () => {
  const rig = await startPools(`${pool('pool', 'buffer_size=100\n').replace('REMOTE_COMMUNICATION', 'EVENT')}
[program:web]
command=/bin/cat
`)
  await rig.harness.advance(2_000)
  await rig.say(READY)
  const all: string[] = []
  for (let arrived = rig.arrived(); arrived.length > 0; arrived = rig.arrived()) {
    all.push(...arrived)
    await rig.say(OK + READY)
  }
  const { pid } = rig.harness.process('web')
  assert.deepEqual(all, [
    'PROCESS_GROUP_ADDED groupname:pool\n',
    'PROCESS_GROUP_ADDED groupname:web\n',
    'SUPERVISOR_STATE_CHANGE_RUNNING ',
    'PROCESS_STATE_STARTING processname:pool groupname:pool from_state:STOPPED tries:0',
    'PROCESS_STATE_STARTING processname:web groupname:web from_state:STOPPED tries:0',
    `PROCESS_STATE_RUNNING processname:pool groupname:pool from_state:STARTING pid:${pid - 1}`,
    `PROCESS_STATE_RUNNING processname:web groupname:web from_state:STARTING pid:${pid}`,
  ])
  await rig.harness.stop()
})

test('ticks come at the ends of their slices, and only while somebody wants them (EVT-17, EVT-23)', async () => {
  const rig = await startPools(pool('pool', 'buffer_size=100\n').replace('REMOTE_COMMUNICATION', 'TICK'))
  await rig.harness.advance(1)
  await rig.say(READY)
  const whens: string[] = []
  for (let passed = 0; passed < 60; passed++) {
    await rig.harness.advance(1_000)
    for (let arrived = rig.arrived(); arrived.length > 0; arrived = rig.arrived()) {
      whens.push(...arrived)
      await rig.say(OK + READY)
    }
  }
  assert.equal(whens.filter((text) => text.startsWith('TICK_5 ')).length, 12)
  const minutes = whens.filter((text) => text.startsWith('TICK_60 '))
  assert.equal(minutes.length, 1)
  assert.match(minutes[0] ?? '', /^TICK_60 when:\d+$/)
  assert.equal(Number(minutes[0]?.split(':')[1]) % 60, 0)
  assert.deepEqual(
    whens
      .slice(whens.indexOf(minutes[0] ?? '') - 1)
      .slice(0, 2)
      .map((text) => text.split(' ')[0]),
    ['TICK_5', 'TICK_60'],
  )
  await rig.harness.stop()
})

const UNTICKED = pool('pool')

test('without a subscription to ticks there is no timer', async () => {
  const rig = await startPools(UNTICKED)
  const before = rig.harness.posix.children.all.length
  await rig.harness.advance(120_000)
  assert.equal(rig.harness.posix.children.all.length, before)
  await rig.say(READY)
  assert.deepEqual(rig.arrived(), [])
  await rig.harness.stop()
})

test('listeners hear of the shutdown until their own pool stops (EVT-26)', async () => {
  const rig = await startPools(`${pool('pool', 'buffer_size=100\n').replace('REMOTE_COMMUNICATION', 'EVENT')}
[program:slow]
command=/bin/cat
startsecs=0
stopwaitsecs=5
`)
  await rig.harness.advance(10)
  const child = rig.harness.child('slow')
  child.onSignal = () => 'ignore'
  await rig.say(READY)
  const all: string[] = []
  const drain = async () => {
    for (let arrived = rig.arrived(); arrived.length > 0; arrived = rig.arrived()) {
      all.push(...arrived)
      await rig.say(OK + READY)
    }
  }
  await drain()
  rig.harness.supervisor.shutdown()
  await rig.harness.advance(10)
  await drain()
  assert.deepEqual(all.slice(-2), [
    'SUPERVISOR_STATE_CHANGE_STOPPING ',
    `PROCESS_STATE_STOPPING processname:slow groupname:slow from_state:RUNNING pid:${child.pid}`,
  ])
  assert.deepEqual(rig.listener().signals, [])
  await rig.harness.stop()
})

test('a pool can be added and removed while the daemon runs (EVT-24)', async () => {
  const rig = await startPools(pool('one'))
  const base = rig.harness.supervisor.config.file
  assert.ok(base.length > 0)
  rig.harness.setConfig(
    `[supervisord]\nloglevel=debug\n${pool('two').replace('REMOTE_COMMUNICATION', 'PROCESS_GROUP')}`,
  )
  const { added, removed } = rig.harness.supervisor.reread()
  assert.deepEqual([added, removed], [['two'], ['one']])
  rig.harness.supervisor.addGroup('two')
  await rig.harness.advance(5)
  await rig.harness.process('one').stop({ wait: false })
  await rig.harness.advance(5)
  rig.harness.supervisor.removeGroup('one')
  await rig.say(READY, 'two')
  await rig.say(OK + READY, 'two')
  assert.deepEqual(rig.arrived('two'), [
    'PROCESS_GROUP_ADDED groupname:two\n',
    'PROCESS_GROUP_REMOVED groupname:one\n',
  ])
  await rig.harness.stop()
})

test('an event of a plugin can be subscribed to by its name and by its parent', async () => {
  const plugin: Plugin = { name: 'acme', events: { ACME: 'EVENT', ACME_MADE: 'ACME' }, apply: () => {} }
  const rig = await startPools(pool('pool').replace('REMOTE_COMMUNICATION', 'acme'), [plugin])
  await rig.harness.advance(1)
  await rig.say(READY)
  rig.harness.supervisor.emit(() => ({ type: 'ACME_MADE', payload: () => 'one' }))
  assert.deepEqual(rig.arrived(), ['ACME_MADE one'])
  await rig.harness.stop()
})
