import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault, httpHooks, rpcHooks, type Supervisor } from 'reeve/sdk'
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

const clumsy = definePlugin({
  name: 'clumsy',
  requires: ['xmlrpc'],
  apply(supervisor) {
    const fail = (message: string) => {
      throw new Error(message)
    }
    supervisor.hooks.channelOpen.tap('clumsy', (channel) => {
      if (channel.name === 'stdout') channel.addSink({ write: () => fail('no database') })
      else channel.addLogSink({ write: () => fail('no disk') })
    })
    const methods = {
      fail: () => fail('no luck'),
      failLater: async () => fail('no luck later'),
      refuse() {
        throw new Fault('BAD_NAME')
      },
      convert() {
        throw new TypeError('not a number')
      },
    }
    rpcHooks(supervisor).namespaces.tap('clumsy', (registry) => registry.add('clumsy', { methods }))
    httpHooks(supervisor).server.tap('clumsy', (server) => {
      server.get('/clumsy/:what', async () => fail('no page'))
      server.get('/none', async () => {
        throw Object.assign(new Error('nothing here'), { statusCode: 404 })
      })
    })
  },
})

test('what sinks, methods and routes of a plugin throw is logged with its name, and plugins says so', async () => {
  const harness = await createHarness(CONFIG, { plugins: [...standardPlugins, clumsy] })
  try {
    const { lastError, errors } = named(harness.supervisor.plugins, 'clumsy')
    assert.deepEqual([lastError, errors], [null, 0])
    await harness.advance(1)
    const failures: readonly (readonly [act: () => unknown, where: string, message: string])[] = [
      [() => harness.child('web').write('stdout', 'x'), "an output sink of 'web' (stdout)", 'no database'],
      [() => harness.child('web').write('stderr', 'x'), "an output sink of 'web' (stderr)", 'no disk'],
      [() => harness.rpc('clumsy.fail'), 'RPC method clumsy.fail', 'no luck'],
      [() => harness.rpc('clumsy.failLater'), 'RPC method clumsy.failLater', 'no luck later'],
      [
        () => harness.rpc('system.multicall', [{ methodName: 'clumsy.fail' }]),
        'RPC method clumsy.fail',
        'no luck',
      ],
      [() => harness.request('GET', '/clumsy/x?y'), 'route GET /clumsy/:what', 'no page'],
    ]
    for (const [index, [act, where, message]] of failures.entries()) {
      await Promise.resolve(act()).catch(() => {})
      await harness.advance(1)
      const { lastError, errors } = named(harness.supervisor.plugins, 'clumsy')
      assert.deepEqual([lastError?.where, lastError?.message, errors], [where, message, index + 1])
      const told = `plugin clumsy failed in ${where}: ${message}`
      assert.ok(
        harness.log().some((line) => line.includes(told)),
        told,
      )
    }
  } finally {
    await harness.stop()
  }
})

test('faults and other answers that a caller was promised are no failures of a plugin', async () => {
  const harness = await createHarness(CONFIG, { plugins: [...standardPlugins, clumsy] })
  try {
    await harness.advance(1)
    await assert.rejects(harness.rpc('clumsy.refuse'), /BAD_NAME/)
    await assert.rejects(harness.rpc('clumsy.convert'), /INCORRECT_PARAMETERS/)
    assert.equal((await harness.request('GET', '/none')).status, 404)
    assert.equal(named(harness.supervisor.plugins, 'clumsy').errors, 0)
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
