import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness } from 'reeve/testing'
import { ConfigError } from '../../../core/errors.js'
import { standardPlugins } from '../../../plugins/standard.js'

const start = (config: string) => createHarness(`[supervisord]\n${config}`, { plugins: standardPlugins })

async function problemsOf(config: string): Promise<string[]> {
  try {
    const harness = await start(config)
    await harness.stop()
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ text, option, source, suggestion }) => {
      const hint = suggestion === undefined ? '' : ` (${suggestion}?)`
      return `${source?.line} ${option}: ${text}${hint}`
    })
  }
}

test('what is wrong in a listener section is told in Supervisor’s words, with its line (CFG-ERR)', async () => {
  assert.deepEqual(await problemsOf('[eventlistener:x]\ncommand=x\n'), [
    '2 events: [eventlistener:x] section requires an "events" line',
  ])
  assert.deepEqual(
    await problemsOf('[eventlistener:x]\ncommand=x\nevents=TICK_5,proces_state\nbuffer_size=0\n'),
    [
      '5 buffer_size: [eventlistener:x] section sets invalid buffer_size (0)',
      '4 events: Unknown event type PROCES_STATE in [eventlistener:x] events (PROCESS_STATE?)',
    ],
  )
  assert.deepEqual(await problemsOf('[eventlistener:x]\ncommand=x\nevents=TICK\nredirect_stderr=true\n'), [
    '5 redirect_stderr: [eventlistener:x] section sets redirect_stderr=true but this is not allowed because it will ' +
      'interfere with the eventlistener protocol',
  ])
})

test('a pool has priority -1 and its processes 999; a written priority sets both (CFG-EVL-04)', async () => {
  const harness = await start(`[eventlistener:usual]
command=/bin/cat
events=tick_5, TICK_5,EVENT
[eventlistener:own]
command=/bin/cat
events=EVENT
priority=7
[program:web]
command=/bin/cat
`)
  const priorities = [...harness.supervisor.groups.values()].map(({ name, config }) => [
    name,
    config.priority,
    config.processes[0]?.priority,
  ])
  assert.deepEqual(priorities, [
    ['usual', -1, 999],
    ['own', 7, 7],
    ['web', 999, 999],
  ])
  assert.deepEqual(harness.supervisor.groups.get('usual')?.config.extra.events, ['EVENT', 'TICK_5'])
  await harness.stop()
})

test('a reread sees a changed buffer, handler or event, and nothing else (CFG-DIFF-01)', async () => {
  const base = '[supervisord]\n[eventlistener:x]\ncommand=/bin/cat\nevents=EVENT\n'
  const harness = await createHarness(base, { plugins: standardPlugins })
  for (const [config, changed] of [
    [base, []],
    [`${base}buffer_size=20\n`, ['x']],
    [base.replace('EVENT', 'TICK'), ['x']],
    [`${base}result_handler=./x.js:y\n`, ['x']],
    [`${base}len_in_bytes=true\n`, ['x']],
    [`; a comment\n${base}`, []],
  ] as const) {
    harness.setConfig(config)
    assert.deepEqual(harness.supervisor.reread().changed, changed)
  }
  harness.setConfig(base.replace('EVENT', 'NOTHING'))
  assert.throws(
    () => harness.supervisor.reread(),
    /CANT_REREAD: Unknown event type NOTHING in \[eventlistener:x\]/,
  )
  await harness.stop()
})

test('a restart brings the pools up once', async () => {
  const harness = await start('[eventlistener:x]\ncommand=/bin/cat\nevents=EVENT\n')
  harness.supervisor.restart()
  const { groups } = await new Promise<{ groups: readonly unknown[] }>((resolve, reject) => {
    harness.ended.then((outcome) => {
      if (outcome.kind === 'restart') resolve(outcome.setup.config)
      else reject(new Error(outcome.kind))
    }, reject)
    void harness.advance(1_000)
  })
  assert.equal(groups.length, 0)
  await harness.stop()
})
