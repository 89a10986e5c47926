import assert from 'node:assert/strict'
import { test } from 'node:test'
import { httpHooks, rpcHooks, type Supervisor } from 'reeve/sdk'
import { createHarness } from '../../../core/testing/harness.js'
import { standardPlugins } from '../../../plugins/standard.js'
import { definePlugin } from '../../../sdk/plugin.js'
import type { PluginStatus } from '../../../sdk/plugin-status.js'

const CONFIG =
  '[supervisord]\n[unix_http_server]\nfile=/run/x.sock\n[program:web]\ncommand=/bin/cat\n[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n'

const busy = definePlugin({
  name: 'busy',
  version: '2.1.0',
  requires: ['xmlrpc'],
  sections: { busy: 'single' },
  extends: { program: { type: 'object', properties: { busy: { type: 'string' } } } },
  events: { BUSY: 'EVENT' },
  apply(supervisor) {
    supervisor.hooks.stateChange.tap('busy', ({ to }) => {
      if (to === 'RUNNING') throw new Error('too busy')
    })
    rpcHooks(supervisor).namespaces.tap('busy', (registry) =>
      registry.add('busy', { methods: { work: () => true, rest: () => true } }),
    )
    httpHooks(supervisor).server.tap('another name', (server) => {
      server.get('/busy', async () => 'yes')
      server.register(async (scope) => void scope.get('/later', async () => 'yes'), { prefix: '/busy' })
    })
  },
})

test('supervisor.plugins says what each plugin is, owns, tapped, brought and did wrong', async () => {
  const harness = await createHarness(CONFIG, { plugins: [...standardPlugins, busy] })
  try {
    await harness.advance(1_001)
    assert.equal((await harness.request('GET', '/busy')).body, 'yes')
    assert.equal((await harness.request('GET', '/busy/later')).body, 'yes')
    const { lastError, ...rest } = named(harness.supervisor.plugins, 'busy')
    assert.deepEqual(rest, {
      name: 'busy',
      version: '2.1.0',
      origin: 'built-in',
      file: null,
      package: null,
      namedBy: null,
      state: 'applied',
      requires: ['xmlrpc'],
      sections: ['busy'],
      extends: ['program'],
      events: ['BUSY'],
      hooks: ['stateChange', 'rpc.namespaces', 'http.server'],
      rpcMethods: ['busy.rest', 'busy.work'],
      routes: ['GET /busy', 'GET /busy/later'],
      commands: [],
      errors: 1,
      changed: null,
    })
    assert.equal(lastError?.where, 'hook stateChange')
    assert.equal(lastError?.message, 'too busy')
    assert.ok(lastError.at > 0)
  } finally {
    await harness.stop()
  }
})

test('every plugin of ours is credited with its own methods and routes', async () => {
  const harness = await createHarness(CONFIG, { plugins: standardPlugins })
  try {
    assert.equal((await harness.request('GET', '/ok.html')).body, 'OK')
    const { plugins } = harness.supervisor
    assert.deepEqual(
      plugins.map(({ name }) => name),
      standardPlugins.map(({ name }) => name),
    )
    assert.ok(named(plugins, 'rpc-interface').rpcMethods.length > 0)
    assert.ok(named(plugins, 'xmlrpc').rpcMethods.includes('system.multicall'))
    assert.ok(named(plugins, 'web-ui').routes.includes('GET /ok.html'))
    assert.ok(named(plugins, 'xmlrpc').routes.includes('POST /RPC2*'))
    assert.ok(plugins.every(({ state, lastError }) => state === 'applied' && lastError === null))
  } finally {
    await harness.stop()
  }
})

/** What `apply` does, and how the start is refused. */
const WRONG_TAPS: readonly (readonly [apply: (supervisor: Loose) => void, refusal: string])[] = [
  [(s) => s.hooks.statechange.tap('x', () => {}), 'there is no hook statechange; did you mean stateChange?'],
  [
    (s) => s.hooks.frobnicate.tap('x', () => {}),
    'there is no hook frobnicate; the hooks are config, open, boot, ready, beforeSpawn, channelOpen, ',
  ],
  [
    (s) => (httpHooks(s as unknown as Supervisor) as unknown as Loose).servers.tap('x', () => {}),
    'there is no hook http.servers; did you mean http.server?',
  ],
  [(s) => s.hooks.stateChange.tap('x'), 'hook stateChange is tapped with nothing instead of a function'],
  [(s) => s.hooks.open.tapPromise('x', 5), 'hook open is tapped with a number instead of a function'],
  [(s) => s.hooks.boot.tap(() => {}), "hook boot is tapped without a name: tap('the plugin', function)"],
  [
    (s) => s.hooks.stateChange.tapPromise('x', async () => {}),
    'hook stateChange does not wait and has no tapPromise: use tap with a function that returns no promise',
  ],
  [
    (s) => s.hooks.beforeSpawn.tap('x', async () => {}),
    'hook beforeSpawn does not wait, but is tapped with an async function',
  ],
  [
    (s) => {
      s.hooks = {}
    },
    "Cannot assign to read only property 'hooks' of object",
  ],
]

// biome-ignore lint/suspicious/noExplicitAny: as a plugin in JavaScript sees it
type Loose = any

for (const [apply, refusal] of WRONG_TAPS) {
  test(`${apply.toString().replace(/\s+/g, ' ').slice(7)} is refused by name: ${refusal}`, async () => {
    const plugins = [...standardPlugins, { name: 'x', apply: (supervisor: Loose) => apply(supervisor) }]
    await assert.rejects(createHarness(CONFIG, { plugins }), (error: Error) => {
      const start = `plugin x failed in apply: ${refusal}`
      assert.equal(error.message.slice(0, start.length), start)
      return true
    })
  })
}

test('a plugin may look whether a hook exists', async () => {
  const plugin = definePlugin({
    name: 'careful',
    apply({ hooks }) {
      const { later } = hooks as unknown as Record<
        string,
        { tap(name: string, tap: () => void): void } | undefined
      >
      later?.tap('careful', () => {})
    },
  })
  const harness = await createHarness(CONFIG, { plugins: [plugin] })
  await harness.stop()
})

function named(plugins: readonly PluginStatus[], name: string): PluginStatus {
  const found = plugins.find((plugin) => plugin.name === name)
  assert.ok(found, name)
  return found
}
