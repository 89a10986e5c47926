import assert from 'node:assert/strict'
import { test } from 'node:test'
import { child, createFixture, fault, started } from './engine-fixture.js'

test('a stop sends the signal, waits for the end and logs it as a warning (LIFE-16, LIFE-17, DIFF-06)', async () => {
  const fixture = await started()
  const request = fixture.process.stop()
  assert.equal(fixture.process.state, 'STOPPING')
  await fixture.clock.run(0)
  await request
  assert.equal(fixture.process.state, 'STOPPED')
  assert.deepEqual(child(fixture).signals, [15])
  assert.deepEqual(fixture.lines.slice(-2), [
    'INFO waiting for cat to stop',
    'WARN stopped: cat (terminated by SIGTERM)',
  ])
})

test('a program that ignores the stop is killed after stopwaitsecs, again and again (LIFE-18, DIFF-08)', async () => {
  const fixture = await started({ stopwaitsecs: 2, killasgroup: true })
  child(fixture).onSignal = () => 'ignore'
  const request = fixture.process.stop()
  await fixture.clock.run(2000)
  await request
  assert.deepEqual(child(fixture).groupSignals, [9])
  assert.ok(fixture.lines.includes(`WARN killing 'cat' (${child(fixture).pid}) with SIGKILL`))
  assert.equal(fixture.lines.at(-1), 'WARN stopped: cat (terminated by SIGKILL)')
})

test('requests on a STOPPING process are refused (RPC-42, RPC-45, EDGE-14, DIFF-09)', async () => {
  const fixture = await started()
  child(fixture).onSignal = () => 'ignore'
  void fixture.process.stop({ wait: false })
  assert.equal(await fault(fixture.process.start()), 'ABNORMAL_TERMINATION: cat')
  assert.equal(await fault(fixture.process.start({ wait: false })), 'ABNORMAL_TERMINATION: cat')
  assert.equal(await fault(fixture.process.stop()), 'NOT_RUNNING: cat')
  fixture.process.signal(18)
  assert.deepEqual(child(fixture).signals, [15, 18])
})

test('a stop in BACKOFF cancels the retry without a signal or a log line (LIFE-19, DIFF-10)', async () => {
  const fixture = createFixture()
  fixture.posix.children.onSpawn = (one) => one.exit({ code: 1 })
  fixture.process.autostart()
  await fixture.clock.run(0)
  assert.equal(await fault(fixture.process.start()), 'ALREADY_STARTED: cat')
  const lines = fixture.lines.length
  await fixture.process.stop()
  assert.equal(fixture.lines.length, lines)
  assert.equal(fixture.events.at(-1)?.payload(), 'processname:cat groupname:cat from_state:BACKOFF pid:0')
  assert.equal(await fault(fixture.process.stop()), 'NOT_RUNNING: cat')
  await fixture.clock.run(60_000)
  assert.equal(fixture.process.state, 'STOPPED')
})

test('a restart that is paced can be stopped, and says so once an episode (design 6)', async () => {
  const fixture = createFixture({ startsecs: 0, autorestart: true })
  fixture.posix.children.onSpawn = (one) => one.exit({ code: 0 })
  fixture.process.autostart()
  await fixture.clock.run(9_999)
  assert.ok(fixture.posix.children.all.length <= 30, String(fixture.posix.children.all.length))
  assert.equal(fixture.lines.filter((line) => line.startsWith('WARN respawning')).length, 1)
  assert.equal(fixture.process.state, 'EXITED')
  await fixture.process.stop()
  const spawns = fixture.posix.children.all.length
  await fixture.clock.run(60_000)
  assert.equal(fixture.posix.children.all.length, spawns)
})

test('a signal that may not be sent keeps the state and fails the request (EDGE-47)', async () => {
  const fixture = await started()
  fixture.posix.kill = () => 'EPERM'
  assert.match(await fault(fixture.process.stop()), /^FAILED: /)
  assert.equal(fixture.process.state, 'RUNNING')
})

test('nothing is retried or restarted while the supervisor stops (LIFE-20, LIFE-26)', async () => {
  const fixture = createFixture()
  fixture.posix.children.onSpawn = (one) => one.exit({ code: 1 })
  fixture.process.autostart()
  await fixture.clock.run(0)
  fixture.state = 'SHUTDOWN'
  fixture.process.lifecycle.abandonRetry()
  assert.deepEqual(fixture.changes.at(-1), 'BACKOFF>FATAL')
  await fixture.clock.run(60_000)
  assert.equal(fixture.posix.children.all.length, 1)
})
