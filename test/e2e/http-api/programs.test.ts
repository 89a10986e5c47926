import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitFor } from '../../support/wait.js'
import { serveAll, skip } from './client.js'

const served = serveAll(
  [
    '[program:web]\ncommand=sleep 1000\nstartsecs=0\npriority=5',
    '[program:crash]\ncommand=sh -c "echo first; echo oops >&2; exit 3"\nautostart=false\nstartsecs=600\nstartretries=1',
    '[program:echo]\ncommand=cat\nstartsecs=0',
    '[program:w]\ncommand=sleep 1000\nprocess_name=w%(process_num)d\nnumprocs=3\nstartsecs=0\nautostart=false',
  ].join('\n'),
  'web',
)
const { ask } = served

test('the root says what answers and how it is', { skip }, async () => {
  const { status, body } = await ask('GET', '')
  assert.equal(status, 200)
  assert.equal(body.api, 1)
  assert.equal(body.supervisorVersion, '4.4.0')
  assert.equal(body.state, 'RUNNING')
  assert.equal(body.pid, served.daemon.pid)
  assert.equal(body.identification, 'supervisor')
  assert.ok(body.startedAt <= body.now)
})

test('a program is one record with everything that a table shows', { skip }, async () => {
  const { body } = await ask('GET', '/programs/web')
  const info = await served.daemon.info('web')
  assert.equal(body.namespec, 'web')
  assert.equal(body.state, 'RUNNING')
  assert.equal(body.stateCode, 20)
  assert.equal(body.pid, info.pid)
  assert.equal(Math.floor(body.startedAt / 1000), info.start)
  assert.equal(body.stoppedAt, null)
  assert.equal(body.exitStatus, null)
  assert.equal(body.priority, 5)
  assert.equal(body.autostart, true)
  assert.deepEqual(body.stdout, { path: info.stdout_logfile, bytes: 0 })
})

test('all programs come by group and name, groups with their states', { skip }, async () => {
  const programs = await ask('GET', '/programs')
  const names = programs.body.programs.map((one: { namespec: string }) => one.namespec)
  assert.deepEqual(names, ['crash', 'echo', 'w:w0', 'w:w1', 'w:w2', 'web'])
  const { body } = await ask('GET', '/groups')
  const group = body.groups.find((one: { name: string }) => one.name === 'w')
  assert.deepEqual(group.programs, ['w:w0', 'w:w1', 'w:w2'])
  assert.deepEqual(group.states, { STOPPED: 3 })
})

test('start, stop and restart answer with the record when they are done', { skip }, async () => {
  const stopped = await ask('POST', '/programs/web/stop')
  assert.equal(stopped.status, 200)
  assert.equal(stopped.body.state, 'STOPPED')
  assert.equal(stopped.body.exitSignal, 'SIGTERM')
  assert.equal((await ask('POST', '/programs/web/stop')).status, 409)
  const started = await ask('POST', '/programs/web/start')
  assert.equal(started.body.state, 'RUNNING')
  const again = await ask('POST', '/programs/web/start')
  assert.equal(again.status, 409)
  assert.deepEqual(again.body, {
    error: { code: 60, fault: 'ALREADY_STARTED', message: 'ALREADY_STARTED: web' },
  })
  const restarted = await ask('POST', '/programs/web/restart')
  assert.equal(restarted.body.state, 'RUNNING')
  assert.notEqual(restarted.body.pid, started.body.pid)
})

test('a start that fails is 422, and the history says why, with the last lines of stderr', {
  skip,
}, async () => {
  const failed = await ask('POST', '/programs/crash/start')
  assert.equal(failed.status, 422)
  assert.equal(failed.body.error.fault, 'SPAWN_ERROR')
  await served.daemon.until('crash', 'FATAL')
  const { body } = await ask('GET', '/programs/crash/history')
  const texts = body.entries.map((one: { to: string; reason: string }) => `${one.to} ${one.reason}`)
  assert.equal(texts[0], 'STARTING start requested')
  assert.match(texts[1], /^BACKOFF exited with 3, [\d.]+ m?s after start; retry 1 of 1 in (1 s|\d+ ms)$/)
  assert.equal(texts[2], 'STARTING retry 1 of 1')
  assert.match(texts[3], /^BACKOFF exited with 3, [\d.]+ m?s after start; all 1 retries failed$/)
  assert.match(texts[4], /^FATAL gave up/)
  assert.deepEqual(body.entries[3].output, { channel: 'stderr', text: 'oops' })
  const record = (await ask('GET', '/programs/crash')).body
  assert.equal(record.exitStatus, 3)
  assert.equal(record.restarts, 1)
})

test('text for stdin arrives, and signals are sent by name', { skip }, async () => {
  assert.equal((await ask('POST', '/programs/echo/stdin', { text: 'hällo\n' })).status, 200)
  await waitFor(async () => (await served.daemon.ask('readProcessStdoutLog', 'echo', 0, 0)) === 'hällo\n', {
    what: 'the echo',
  })
  assert.equal((await ask('POST', '/programs/echo/clear-log')).body.stdout.bytes, 0)
  assert.equal((await ask('POST', '/programs/echo/signal', { signal: 'KILL' })).status, 200)
  await served.daemon.until('echo', 'RUNNING')
  assert.equal((await ask('POST', '/programs/echo/signal', { signal: 'NO' })).body.error.fault, 'BAD_SIGNAL')
})

test('an action on many has an outcome for each, also for names that nothing has', { skip }, async () => {
  const { status, body } = await ask('POST', '/actions', {
    action: 'start',
    programs: ['w:*', 'web', 'nothing'],
  })
  assert.equal(status, 200)
  const of = (name: string) => body.outcomes.find((one: { namespec: string }) => one.namespec === name)
  assert.deepEqual(of('nothing').error.fault, 'BAD_NAME')
  assert.deepEqual(of('web').error.fault, 'ALREADY_STARTED')
  assert.equal(of('w:w1').ok, true)
  const restarted = await ask('POST', '/groups/w/restart')
  assert.equal(restarted.body.outcomes.length, 3)
  assert.ok(restarted.body.outcomes.every((one: { ok: boolean }) => one.ok))
  const stopped = await ask('POST', '/groups/w/stop', { wait: false })
  assert.equal(stopped.body.outcomes.length, 3)
  assert.equal((await ask('POST', '/groups/none/stop')).status, 404)
})

test('what is not as described is refused in words, and nothing is done', { skip }, async () => {
  for (const [method, path, body, status, fault] of [
    ['GET', '/nothing', undefined, 404, 'NOT_FOUND'],
    ['GET', '/programs/none', undefined, 404, 'BAD_NAME'],
    ['GET', '/programs/w:*', undefined, 404, 'BAD_NAME'],
    ['GET', '/programs?deep=1', undefined, 400, 'BAD_ARGUMENTS'],
    ['DELETE', '/programs/web', undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['POST', '/programs/web/signal', {}, 400, 'BAD_ARGUMENTS'],
    ['POST', '/programs/web/stop', { wait: 'no' }, 400, 'BAD_ARGUMENTS'],
    ['POST', '/programs/web/stop', { now: true }, 400, 'BAD_ARGUMENTS'],
    ['POST', '/programs/web/stop', '{"wait":', 400, 'BAD_REQUEST'],
    ['POST', '/programs/web/stop', '[]', 400, 'BAD_ARGUMENTS'],
    ['POST', '/actions', { action: 'explode', programs: ['*'] }, 400, 'BAD_ARGUMENTS'],
    ['POST', '/programs/web/stdin', `"${'x'.repeat(1_100_000)}"`, 413, 'TOO_LARGE'],
    ['GET', '/events?types=NONSENSE', undefined, 400, 'BAD_ARGUMENTS'],
  ] as const) {
    const answer = await ask(method, path, body)
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    assert.equal(answer.body.error.fault, fault, `${method} ${path}: ${JSON.stringify(answer.body)}`)
  }
  const form = await ask('POST', '/programs/web/stop', 'wait=0', {
    'Content-Type': 'application/x-www-form-urlencoded',
  })
  assert.equal(form.status, 415)
  assert.equal((await served.daemon.info('web')).statename, 'RUNNING')
})

test('a page of another site can change nothing', { skip }, async () => {
  for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }]) {
    const { status, body } = await ask('POST', '/programs/web/stop', {}, headers)
    assert.equal(status, 403)
    assert.equal(body.error.fault, 'FORBIDDEN')
  }
  assert.equal((await served.daemon.info('web')).statename, 'RUNNING')
})
