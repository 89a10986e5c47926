import assert from 'node:assert/strict'
import { test } from 'node:test'
import { child, createFixture, fault, started } from './engine-fixture.js'

test('a process becomes RUNNING when it has stayed up for startsecs (LIFE-10)', async () => {
  const fixture = createFixture({ startsecs: 5 })
  const request = fixture.process.start()
  await fixture.clock.run(4999)
  assert.equal(fixture.process.state, 'STARTING')
  await fixture.clock.run(1)
  await request
  assert.deepEqual(fixture.changes, ['STOPPED>STARTING', 'STARTING>RUNNING'])
  assert.deepEqual(fixture.lines, [
    `INFO spawned: 'cat' with pid ${child(fixture).pid}`,
    'INFO success: cat entered RUNNING state, process has stayed up for > than 5 seconds (startsecs)',
  ])
})

test('with startsecs=0 a start request is answered at once (RPC-20)', async () => {
  const fixture = createFixture({ startsecs: 0 })
  await fixture.process.start()
  assert.equal(fixture.process.state, 'RUNNING')
})

test('a start that stays up for startsecs has succeeded, also when the end is noticed first (RPC-20)', async () => {
  for (const startsecs of [0, 5]) {
    const fixture = createFixture({ startsecs, autorestart: false })
    if (startsecs === 0) fixture.posix.children.onSpawn = (one) => one.exit({ code: 3 })
    else fixture.clock.after(startsecs * 1000, () => child(fixture).exit({ code: 3 }))
    const answer = fault(fixture.process.start())
    await fixture.clock.run(startsecs * 1000)
    assert.equal(await answer, 'none')
    assert.equal(fixture.process.state, 'EXITED')
    assert.equal(fixture.process.spawnError, 'Bad exit code 3')
  }
})

test('an end before startsecs is retried after 1, 2 and 3 seconds, then given up (LIFE-11..13, DIFF-02)', async () => {
  const fixture = createFixture()
  fixture.posix.children.onSpawn = (one) => one.exit({ code: 0 })
  const answer = fault(fixture.process.start())
  await fixture.clock.run(0)
  assert.equal(await answer, 'SPAWN_ERROR: cat')
  assert.equal(fixture.process.spawnError, 'Exited too quickly (process log may have details)')
  for (const wait of [1000, 2000, 3000]) {
    const before = fixture.posix.children.all.length
    await fixture.clock.run(wait - 1)
    assert.equal(fixture.posix.children.all.length, before)
    await fixture.clock.run(1)
    assert.equal(fixture.posix.children.all.length, before + 1)
  }
  assert.equal(fixture.process.state, 'FATAL')
  assert.equal(fixture.posix.children.all.length, 4)
  assert.equal(
    fixture.lines.at(-1),
    'INFO gave up: cat entered FATAL state, too many start retries too quickly',
  )
  assert.deepEqual(
    fixture.events.filter((event) => event.type === 'PROCESS_STATE_STARTING').map((event) => event.payload()),
    ['STOPPED', 'BACKOFF', 'BACKOFF', 'BACKOFF'].map(
      (from, tries) => `processname:cat groupname:cat from_state:${from} tries:${tries}`,
    ),
  )
})

test('a quick end is never expected, whatever its code (LIFE-11)', async () => {
  const fixture = createFixture()
  fixture.process.autostart()
  child(fixture).exit({ code: 0 })
  await fixture.clock.run(0)
  assert.equal(fixture.lines.at(-1), 'WARN exited: cat (exit status 0; not expected)')
  assert.equal(fixture.process.info().exitstatus, 0)
})

test('an end that is known wins over the promotion to RUNNING (EDGE-04)', async () => {
  const fixture = createFixture()
  fixture.process.autostart()
  await fixture.clock.run(999)
  child(fixture).exit({ code: 1 })
  await fixture.clock.run(1)
  assert.deepEqual(fixture.changes, ['STOPPED>STARTING', 'STARTING>BACKOFF'])
})

test('with startsecs=0 an early end passes through RUNNING without the success line (LIFE-24, DIFF-01)', async () => {
  const fixture = createFixture({ startsecs: 0 })
  fixture.process.autostart()
  child(fixture).exit({ code: 0 })
  await fixture.clock.run(0)
  assert.deepEqual(fixture.changes, ['STOPPED>STARTING', 'STARTING>RUNNING', 'RUNNING>EXITED'])
  assert.equal(fixture.lines.length, 2)
  assert.equal(fixture.lines[1], 'INFO exited: cat (exit status 0; expected)')
  await fixture.clock.run(60_000)
  assert.equal(fixture.process.state, 'EXITED')
})

test('an unexpected end is restarted on the next macrotask (LIFE-15, EDGE-05, DIFF-04)', async () => {
  const fixture = await started()
  child(fixture).exit({ code: 3 })
  await fixture.clock.run(0)
  assert.deepEqual(fixture.changes.slice(2), ['RUNNING>EXITED', 'EXITED>STARTING'])
  assert.ok(fixture.lines.includes('WARN exited: cat (exit status 3; not expected)'))
})

test('death by a signal is unexpected and has the status -1 (LIFE-27, DIFF-05)', async () => {
  const fixture = await started({ autorestart: false })
  child(fixture).exit({ signal: 9 })
  await fixture.clock.run(0)
  const info = fixture.process.info()
  assert.deepEqual(
    [info.statename, info.exitstatus, info.spawnerr, info.pid],
    ['EXITED', -1, 'Bad exit code -1', 0],
  )
  assert.equal(
    fixture.events.at(-1)?.payload(),
    `processname:cat groupname:cat from_state:RUNNING expected:0 pid:${child(fixture).pid}`,
  )
})

test('the retry counter restarts with an explicit start (EDGE-13, DIFF-11)', async () => {
  const fixture = createFixture({ startretries: 10 })
  fixture.posix.children.onSpawn = (one) => one.exit({ code: 1 })
  fixture.process.autostart()
  await fixture.clock.run(3000)
  assert.equal(fixture.process.backoff, 3)
  await fixture.process.stop()
  const answer = fault(fixture.process.start())
  await fixture.clock.run(0)
  await answer
  assert.equal(fixture.process.backoff, 1)
})

test('a command that is not there is retried and its text is the description (LIFE-35, DIFF-03)', async () => {
  const fixture = createFixture({ command: '/nonexistent/x', startretries: 1 })
  fixture.process.autostart()
  await fixture.clock.run(1000)
  assert.deepEqual(fixture.lines, [
    "INFO spawnerr: can't find command '/nonexistent/x'",
    "INFO spawnerr: can't find command '/nonexistent/x'",
    'INFO gave up: cat entered FATAL state, too many start retries too quickly',
  ])
  assert.equal(fixture.process.info().description, "can't find command '/nonexistent/x'")
  const changes = fixture.changes.length
  assert.equal(await fault(fixture.process.start()), "NO_FILE: can't find command '/nonexistent/x'")
  assert.equal(fixture.changes.length, changes)
})

test('no process table entry and no descriptor are spawn errors that leave nothing open (LIFE-36)', async () => {
  const fixture = createFixture({ stdout_events_enabled: true, stderr_events_enabled: true })
  fixture.posix.children.failNextSpawn('EAGAIN')
  fixture.process.autostart()
  assert.equal(fixture.process.spawnError, "Too many processes in process table to spawn 'cat'")
  assert.deepEqual(fixture.posix.openDescriptors(), [])
  fixture.posix.descriptorLimit = 3
  await fixture.clock.run(1000)
  assert.equal(fixture.process.spawnError, "too many open files to spawn 'cat'")
  assert.deepEqual(fixture.posix.openDescriptors(), [])
})

test('a plugin that refuses a spawn is named in the spawn error', () => {
  const fixture = createFixture()
  fixture.engine.hooks.beforeSpawn.tap('guard', () => {
    throw new Error('no licence')
  })
  fixture.process.autostart()
  assert.equal(fixture.process.spawnError, 'plugin guard failed in hook beforeSpawn: no licence')
  assert.equal(fixture.process.state, 'BACKOFF')
})

test('a start held by a plugin waits without a new state, and says why, until it is released', async () => {
  const fixture = createFixture({ startsecs: 0 })
  let isReady = false
  fixture.engine.hooks.startDecision.tap('wait', () =>
    isReady ? undefined : { hold: 'waits for the database' },
  )
  const request = fixture.process.start()
  await fixture.clock.run(10_000)
  assert.equal(fixture.process.state, 'STOPPED')
  assert.equal(fixture.process.hold, 'waits for the database')
  assert.equal(fixture.process.info().description, 'held: waits for the database')
  assert.ok(fixture.lines.includes('INFO held: cat, before its start (waits for the database)'))
  isReady = true
  fixture.process.release()
  await fixture.clock.run(0)
  await request
  assert.equal(fixture.process.state, 'RUNNING')
  assert.equal(fixture.process.hold, null)
})

test('the last output of a program is captured before its end is logged (LIFE-28)', async () => {
  const fixture = await started({ stdout_logfile: '/tmp/cat.log' })
  child(fixture).write('stdout', 'last words')
  child(fixture).exit({ code: 0 })
  await fixture.clock.run(0)
  assert.equal(fixture.process.stdoutLog.read(0, 0).toString(), 'last words')
})

test('text for stdin is queued while the program does not read it (RPC-58)', async () => {
  const fixture = await started()
  fixture.process.writeStdin('x'.repeat(100_000))
  let read = ''
  while (read.length < 100_000) {
    read += child(fixture).readStdin()
    await fixture.clock.run(0)
  }
  // One message may be of any length, but nothing is queued behind it.
  fixture.process.writeStdin('x'.repeat(5_000_000))
  assert.throws(() => fixture.process.writeStdin('x'), /^Fault: FAILED: stdin is full/)
})
