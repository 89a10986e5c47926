// What comes before what in the life of a process, and which clock counts: EVT-22, LIFE-25, LIFE-30, LIFE-31.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { child, createFixture } from '../unit/process/engine-fixture.js'

test('an end during a start that is being stopped is STOPPED (LIFE-25)', async () => {
  const { process, clock, changes } = createFixture({ startsecs: 5 })
  process.autostart()
  await clock.run(1000)
  const stopped = process.stop()
  await clock.run(0)
  await stopped
  assert.deepEqual(changes, ['STOPPED>STARTING', 'STARTING>STOPPING', 'STOPPING>STOPPED'])
  await clock.run(60_000)
  assert.equal(process.state, 'STOPPED')
})

test('an event comes before its log line, and that of a stop before its signal (EVT-22)', async () => {
  const fixture = createFixture({ startsecs: 0 })
  const { process, clock, posix, events, lines } = fixture
  const spawned: (string | undefined)[] = []
  posix.children.onSpawn = () => void spawned.push(events.at(-1)?.type)
  await process.start()
  assert.deepEqual(spawned, ['PROCESS_STATE_STARTING'])

  const signalled: (string | undefined)[] = []
  child(fixture).onSignal = () => {
    signalled.push(events.at(-1)?.type)
    return undefined
  }
  const told: (string | undefined)[] = []
  const push = lines.push.bind(lines)
  lines.push = (...added) => {
    if (added.some((line) => line.includes('stopped: cat'))) told.push(events.at(-1)?.type)
    return push(...added)
  }
  const stopped = process.stop()
  await clock.run(0)
  await stopped
  assert.deepEqual([signalled, told], [['PROCESS_STATE_STOPPING'], ['PROCESS_STATE_STOPPED']])
})

for (const [what, ms] of [
  ['back', -3_600_000],
  ['forward', 3_600_000],
] as const) {
  test(`a clock set ${what} changes no deadline (LIFE-30, LIFE-31)`, async () => {
    const fixture = createFixture({ startsecs: 5, stopwaitsecs: 10 })
    const { process, clock } = fixture
    process.autostart()
    clock.stepWall(ms)
    await clock.run(4999)
    assert.equal(process.state, 'STARTING')
    await clock.run(1)
    assert.equal(process.state, 'RUNNING')

    child(fixture).onSignal = () => 'ignore'
    const stopped = process.stop()
    clock.stepWall(ms)
    await clock.run(9999)
    assert.equal(process.state, 'STOPPING')
    await clock.run(1)
    await stopped
    assert.equal(process.state, 'STOPPED')
  })
}
