import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness, type Harness, type HarnessOptions } from 'reeve/testing'
import eventListener from '../../../plugins/event-listener/index.js'
import httpServer from '../../../plugins/http-server/index.js'
import { renderFamily, renderLabels } from '../../../plugins/prometheus/exposition.js'
import prometheus from '../../../plugins/prometheus/index.js'
import { definePlugin, httpHooks } from '../../../sdk/index.js'
import { type Exposition, parseExposition } from './exposition-parser.js'

const BASE = `[unix_http_server]
file=/tmp/s.sock
[supervisord]
[prometheus]
`
const PROGRAMS = `[program:web]
command=/bin/cat
autorestart=false
[program:off]
command=/bin/cat
autostart=false
`

function boot(config: string, options: HarnessOptions = {}): Promise<Harness> {
  return createHarness(BASE + config, { plugins: [httpServer, eventListener, prometheus], ...options })
}

async function scrape(harness: Harness): Promise<Exposition> {
  const { status, body } = await harness.request('GET', '/metrics')
  assert.equal(status, 200, body)
  return parseExposition(body)
}

const WEB = { name: 'web', group: 'web' }
const OFF = { name: 'off', group: 'off' }

test('the metrics of node_exporter and of supervisord_exporter have their names, types and labels', async () => {
  const harness = await boot(PROGRAMS)
  const startedAt = Math.floor(harness.process('web').startedAt / 1000)
  await harness.advance(90_000)
  const metrics = await scrape(harness)
  assert.equal(metrics.value('node_supervisord_up', WEB), 1)
  assert.equal(metrics.value('node_supervisord_up', OFF), 0)
  assert.equal(metrics.value('node_supervisord_state', WEB), 20)
  assert.equal(metrics.value('node_supervisord_state', OFF), 0)
  assert.equal(metrics.value('node_supervisord_exit_status', WEB), 0)
  assert.equal(metrics.value('node_supervisord_start_time_seconds', WEB), startedAt)
  assert.throws(() => metrics.value('node_supervisord_start_time_seconds', OFF), 'only of what runs')
  assert.equal(metrics.types.get('node_supervisord_start_time_seconds'), 'counter')
  const info = (labels: object, state: string) => ({ ...labels, state, exit_status: '0' })
  assert.equal(metrics.value('supervisor_process_info', info(WEB, 'RUNNING')), 1)
  assert.equal(metrics.value('supervisor_process_info', info(OFF, 'STOPPED')), 0)
  assert.equal(metrics.value('supervisor_process_uptime', WEB), 90)
  assert.equal(metrics.value('supervisord_up'), 1)
  await harness.stop()
})

test('restarts and bytes of output are counted', async () => {
  const harness = await boot('[program:web]\ncommand=/bin/cat\nstartsecs=0\nautorestart=true\n')
  harness.child('web').write('stdout', 'twelve bytes')
  harness.child('web').write('stderr', 'four')
  await harness.advance(100)
  harness.child('web').exit({ code: 3 })
  await harness.advance(100)
  harness.child('web').write('stdout', '8 bytes.')
  await harness.advance(100)
  const metrics = await scrape(harness)
  assert.equal(metrics.value('supervisor_process_restarts_total', WEB), 1)
  assert.equal(metrics.value('supervisor_process_stdout_bytes_total', WEB), 20)
  assert.equal(metrics.value('supervisor_process_stderr_bytes_total', WEB), 4)
  await harness.stop()
})

test('memory and CPU time are those of the tree; the counter never steps back within a run', async () => {
  const harness = await boot(PROGRAMS)
  await harness.advance(2_000)
  const { usage, pid } = harness.child('web')
  Object.assign(usage, { rssBytes: 1_000, cpuMs: 1_500 })
  const child = { pid: 9, parent: pid, rssBytes: 500, cpuMs: 2_000, endedChildrenCpuMs: 0 }
  harness.posix.otherProcesses.set(9, child)
  const first = await scrape(harness)
  assert.equal(first.value('supervisor_process_resident_memory_bytes', WEB), 1_500)
  assert.equal(first.value('supervisor_process_cpu_seconds_total', WEB), 3.5)
  assert.throws(() => first.value('supervisor_process_resident_memory_bytes', OFF))
  harness.posix.otherProcesses.delete(9)
  const second = await scrape(harness)
  assert.equal(second.value('supervisor_process_resident_memory_bytes', WEB), 1_000)
  assert.equal(second.value('supervisor_process_cpu_seconds_total', WEB), 3.5)
  harness.child('web').exit({ code: 3 })
  await harness.advance(5_000)
  assert.equal((await scrape(harness)).value('node_supervisord_exit_status', WEB), 3)
  await Promise.all([harness.process('web').start(), harness.advance(2_000)])
  assert.equal((await scrape(harness)).value('supervisor_process_cpu_seconds_total', WEB), 0)
  harness.posix.hasProcessTable = false
  const third = await scrape(harness)
  assert.throws(() => third.value('supervisor_process_cpu_seconds_total', WEB), 'unknown is left out')
  await harness.stop()
})

test('the daemon tells of its event loop, of itself and of its listener pools', async () => {
  const harness = await boot(
    '[eventlistener:slow]\ncommand=/bin/cat\nevents=PROCESS_STATE\nbuffer_size=2\n[program:web]\ncommand=/bin/cat\n',
  )
  await harness.advance(2_000)
  const metrics = await scrape(harness)
  const pool = { pool: 'slow' }
  assert.equal(metrics.value('supervisor_event_queue_length', pool), 2)
  assert.equal(metrics.value('supervisor_event_queue_limit', pool), 2)
  assert.ok(metrics.value('supervisor_events_dropped_total', pool) >= 2)
  assert.ok(metrics.value('supervisord_event_loop_lag_seconds') >= 0)
  assert.ok(metrics.value('supervisord_event_loop_busy_seconds_total') >= 0)
  assert.ok(metrics.value('process_resident_memory_bytes') > 10_000_000)
  assert.ok(metrics.value('process_cpu_seconds_total') > 0)
  assert.ok(metrics.value('process_start_time_seconds') > 1_700_000_000)
  await harness.stop()
})

test('hostile names are escaped, and read back as they were', async () => {
  const names = ['a"b', 'back\\slash', 'x"} 1\\', 'ключ-日本', 'nel\u0085']
  for (const name of names) {
    const text = renderFamily({ name: 'm', type: 'gauge', help: 'one\\ntwo\nthree' }, [
      [renderLabels({ name }), 1],
    ])
    assert.equal(parseExposition(text).value('m', { name }), 1, name)
  }
  const text = renderFamily({ name: 'm', type: 'gauge', help: 'h' }, [
    [renderLabels({ name: 'a\nm{} 2' }), 1],
  ])
  assert.equal(parseExposition(text).samples.length, 1)
  const harness = await boot('[program:a"b\\]\ncommand=/bin/cat\n')
  assert.equal((await scrape(harness)).value('node_supervisord_up', { name: 'a"b\\', group: 'a"b\\' }), 1)
  await harness.stop()
})

test('a plugin may refuse a scrape', async () => {
  const guard = definePlugin({
    name: 'guard',
    requires: ['http-server'],
    apply(supervisor) {
      httpHooks(supervisor).authorize.tap('guard', ({ action }) =>
        action === 'prometheus.scrape' ? false : undefined,
      )
    },
  })
  const harness = await boot(PROGRAMS, { plugins: [httpServer, eventListener, prometheus, guard] })
  assert.equal((await harness.request('GET', '/metrics')).status, 403)
  await harness.stop()
})

test('the page is served where the section says, and an unknown server is named', async () => {
  const harness = await createHarness(
    `${BASE}path=/internal/metrics\nservers=unix_http_server, inet_http_server:x\n`,
    { plugins: [httpServer, eventListener, prometheus] },
  )
  assert.equal((await harness.request('GET', '/metrics')).status, 404)
  assert.equal((await harness.request('GET', '/internal/metrics')).status, 200)
  assert.ok(harness.log().some((line) => /WARN \[prometheus\] servers names "inet_http_server:x"/.test(line)))
  await harness.stop()
})

test('without the section nothing is served or counted', async () => {
  const harness = await createHarness('[unix_http_server]\nfile=/tmp/s.sock\n[supervisord]\n', {
    plugins: [httpServer, eventListener, prometheus],
  })
  assert.equal((await harness.request('GET', '/metrics')).status, 404)
  assert.equal(harness.supervisor.hooks.channelOpen.taps.length, 0)
  await harness.stop()
})

test('a path that is none is a config error with its line', async () => {
  for (const path of ['metrics', '/a b', '/:x', '/*', '/']) {
    await assert.rejects(boot(`path=${path}\n`), /path must match pattern/, path)
  }
})
