import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PluginError } from '../../../core/errors.js'
import { PluginHost } from '../../../core/plugin-host/plugin-host.js'
import { standardEntries } from '../../../core/plugin-host/plugin-list.js'
import { PluginRecords } from '../../../core/plugin-host/plugin-records.js'
import { createFakeClock } from '../../../core/testing/fake-clock.js'
import type { Section } from '../../../sdk/config.js'
import type { Plugin } from '../../../sdk/plugin.js'
import type { Supervisor } from '../../../sdk/supervisor.js'

const supervisor = {} as Supervisor

function setUp(plugins: readonly Plugin[], sections: readonly Section[] = []) {
  const clock = createFakeClock()
  const errors: string[] = []
  const log = { error: (text: string) => errors.push(text), debug: () => {} }
  const records = new PluginRecords(standardEntries(plugins), () => clock.now())
  const host = new PluginHost({ supervisor, clock, log, records, config: { sections } })
  return { clock, errors, host, records }
}

function section(header: string): Section {
  const source = { file: '/x.conf', line: 1 }
  const [kind = '', name = ''] = header.split(':')
  return { header, kind, name, values: {}, source, locate: () => source }
}

test('plugins are applied in order, each when the one before is done', async () => {
  const order: string[] = []
  const { host, clock, records } = setUp([
    {
      name: 'slow',
      apply: () => new Promise<void>((resolve) => clock.after(100, () => resolve(void order.push('slow')))),
    },
    { name: 'fast', apply: () => void order.push('fast') },
  ])
  const applied = host.apply()
  await clock.run(100)
  await applied
  assert.deepEqual(order, ['slow', 'fast'])
  assert.deepEqual(
    records.statuses.map(({ name, state, lastError }) => [name, state, lastError]),
    [
      ['slow', 'applied', null],
      ['fast', 'applied', null],
    ],
  )
  assert.equal(clock.pending(), 0)
})

test('a plugin gets the supervisor, its own sections in file order, and the values of the section that named it', async () => {
  const sections = [
    section('cache-bucket:b'),
    section('program:x'),
    section('cache'),
    section('cache-bucket:a'),
  ]
  let got: unknown[] = []
  const plugin: Plugin = {
    name: 'cache',
    sections: { cache: 'single', 'cache-bucket': 'named' },
    apply(...parameters) {
      got = parameters
    },
  }
  const clock = createFakeClock()
  const entry = { plugin, values: { size: '3' }, namedBy: 'section plugin:cache', source: null, file: null }
  const records = new PluginRecords([entry], () => 0)
  const log = { error() {}, debug() {} }
  const host = new PluginHost({ supervisor, clock, log, records, config: { sections } })
  await host.apply()
  assert.equal(got[0], supervisor)
  assert.deepEqual(got[1], { sections: [sections[0], sections[2], sections[3]], values: { size: '3' } })
  assert.equal(records.statuses[0]?.namedBy, 'section plugin:cache')
})

test('disposers run last in, first out, and a failing one does not keep the others', async () => {
  const order: string[] = []
  const { host, errors, clock, records } = setUp([
    { name: 'a', apply: () => () => void order.push('a') },
    {
      name: 'b',
      apply: () => () => {
        throw new Error('boom')
      },
    },
    { name: 'none', apply: () => {} },
    { name: 'stuck', apply: () => () => new Promise<void>(() => {}) },
    { name: 'd', apply: async () => async () => void order.push('d') },
  ])
  await host.apply()
  const disposed = host.dispose()
  await clock.run(10_000)
  await disposed
  assert.deepEqual(order, ['d', 'a'])
  assert.deepEqual(errors, [
    'plugin stuck failed in its disposer: it did not settle in 10 seconds',
    'plugin b failed in its disposer: boom',
  ])
  assert.deepEqual(
    records.statuses.map(({ state }) => state),
    ['disposed', 'disposed', 'disposed', 'disposed', 'disposed'],
  )
  const { lastError } = records.statuses[1] ?? {}
  assert.deepEqual(lastError, { at: lastError?.at, where: 'its disposer', message: 'boom' })
  await host.dispose()
  assert.deepEqual(order, ['d', 'a'])
})

for (const [manner, apply] of [
  [
    'throws',
    () => {
      throw new Error('boom')
    },
  ],
  ['rejects', () => Promise.reject(new Error('boom'))],
] as const) {
  test(`a plugin whose apply ${manner} ends the boot by name; what was applied is disposed`, async () => {
    const order: string[] = []
    const { host, errors, records } = setUp([
      { name: 'a', apply: () => () => void order.push('a') },
      { name: 'bad', apply },
      { name: 'never', apply: () => assert.fail('the boot has failed') },
    ])
    await assert.rejects(host.apply(), { message: 'plugin bad failed in apply: boom', code: 'REEVE_PLUGIN' })
    await host.dispose()
    assert.deepEqual(order, ['a'])
    assert.deepEqual(
      records.statuses.map(({ name, state, lastError }) => [
        name,
        state,
        lastError?.where,
        lastError?.message,
      ]),
      [
        ['a', 'disposed', undefined, undefined],
        ['bad', 'failed', 'apply', 'boom'],
        ['never', 'waiting', undefined, undefined],
      ],
    )
    assert.deepEqual(errors, [])
  })
}

test('an apply that does not settle in 10 s is named; what it brings later is released at once', async () => {
  let finish: (disposer: () => void) => void = () => {}
  let released = false
  const { host, clock, errors } = setUp([
    { name: 'slow', apply: () => new Promise((resolve) => (finish = resolve)) },
  ])
  const applied = host.apply().catch((error: PluginError) => error)
  await clock.run(10_000)
  const error = await applied
  assert.ok(error instanceof Error)
  assert.deepEqual(
    [error.message, error.code],
    ['plugin slow failed in apply: it did not settle in 10 seconds', 'REEVE_PLUGIN_TIMEOUT'],
  )
  await host.dispose()
  finish(() => {
    released = true
  })
  await clock.run()
  assert.equal(released, true)
  assert.deepEqual(errors, [])
})

test('an apply that fails after its time is logged and harms nothing', async () => {
  let fail: (error: Error) => void = () => {}
  const { host, clock, errors } = setUp([
    { name: 'slow', apply: () => new Promise<void>((_, reject) => (fail = reject)) },
  ])
  const applied = host.apply().catch(() => {})
  await clock.run(10_000)
  await applied
  fail(new Error('late'))
  await clock.run()
  assert.deepEqual(errors, ['plugin slow failed in apply: late'])
})

test('a plugin that finishes after the host was disposed is undone as well', async () => {
  const order: string[] = []
  const { host, clock } = setUp([
    {
      name: 'slow',
      apply: () => new Promise((resolve) => clock.after(50, () => resolve(() => void order.push('undone')))),
    },
    { name: 'next', apply: () => void order.push('next') },
  ])
  const applied = host.apply()
  await host.dispose()
  await clock.run(50)
  await applied
  assert.deepEqual(order, ['undone'])
})
