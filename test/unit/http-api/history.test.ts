import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness } from 'reeve/testing'
import { maskText, showValue } from '../../../plugins/http-api/option-values.js'
import { duration } from '../../../plugins/http-api/reasons.js'
import { standardPlugins } from '../../../plugins/standard.js'

const CONFIG = `[unix_http_server]
file=/tmp/s.sock
[supervisord]
[program:web]
command=/bin/cat
startsecs=5
startretries=3
[program:keen]
command=/bin/cat
startsecs=0
autorestart=true
exitcodes=0,3
[program:once]
command=/bin/cat
autorestart=false
startsecs=0
`

test('the history says in words why a process is as it is, and what comes next', async () => {
  const harness = await createHarness(CONFIG, { plugins: standardPlugins })
  const reasons = async (name: string): Promise<string[]> => {
    const { body } = await harness.request('GET', `/api/v1/programs/${name}/history`)
    const { entries } = JSON.parse(body) as { entries: readonly { to: string; reason: string }[] }
    return entries.map(({ to, reason }) => `${to}: ${reason}`)
  }
  await harness.advance(2_000)
  harness.child('web').write('stderr', 'cannot open the door\n')
  harness.child('web').exit({ code: 3 })
  await harness.advance(0)
  assert.deepEqual(await reasons('web'), [
    'STARTING: start requested',
    'BACKOFF: exited with 3, 2 s after start; retry 1 of 3 in 1 s',
  ])
  await harness.advance(1_000)
  harness.child('web').exit({ signal: 11 })
  await harness.advance(0)
  assert.deepEqual((await reasons('web')).slice(2), [
    'STARTING: retry 1 of 3',
    'BACKOFF: killed by SIGSEGV, 0 ms after start; retry 2 of 3 in 2 s',
  ])
  await harness.advance(2_000)
  await harness.advance(5_000)
  const stopping = harness.process('web').stop()
  await harness.advance(0)
  await stopping
  assert.deepEqual((await reasons('web')).slice(4), [
    'STARTING: retry 2 of 3',
    'RUNNING: stayed up for 5 s',
    'STOPPING: stop requested',
    'STOPPED: killed by SIGTERM, 5 s after start',
  ])

  harness.child('keen').exit({ code: 3 })
  await harness.advance(0)
  assert.deepEqual((await reasons('keen')).slice(2, 4), [
    'EXITED: exited with 3, 10 s after start (expected); restarted at once',
    'STARTING: restarted',
  ])
  harness.child('once').exit({ code: 1 })
  await harness.advance(0)
  assert.deepEqual((await reasons('once')).slice(2), [
    'EXITED: exited with 1, 10 s after start (unexpected); not restarted (autorestart=false)',
  ])
  await harness.stop()
})

test('a history is bounded', async () => {
  const harness = await createHarness(CONFIG, { plugins: standardPlugins })
  for (let run = 0; run < 60; run++) {
    harness.child('keen').exit({ code: 1 })
    await harness.advance(1_100)
  }
  const { body } = await harness.request('GET', '/api/v1/programs/keen/history')
  assert.equal(JSON.parse(body).entries.length, 50)
  await harness.stop()
})

test('durations are as exact as one wants to read them', () => {
  assert.deepEqual([80, 1_340, 12_400, 300_000, 3 * 3_600_000, 3 * 86_400_000].map(duration), [
    '80 ms',
    '1.3 s',
    '12 s',
    '5 min',
    '3 h',
    '3 d',
  ])
})

test('what looks like a secret is masked', () => {
  for (const [text, shown] of [
    ['run --password hunter2 --port 80', 'run --password *** --port 80'],
    ['run --db-password="a b" x', 'run --db-password=*** x'],
    ['API_KEY=abc run', 'API_KEY=*** run'],
    ['curl https://me:pw@host/x', 'curl https://me:***@host/x'],
    ['cat /etc/passwd', 'cat /etc/passwd'],
    ['run --tokenize fast', 'run --tokenize fast'],
  ]) {
    assert.equal(maskText(text ?? ''), shown)
  }
  assert.equal(showValue('smtp_password', 'x'), '***')
  assert.equal(showValue('umask', 18), '022')
})
