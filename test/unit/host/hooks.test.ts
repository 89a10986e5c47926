import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { SyncHook } from 'tapable'
import { createContracts } from '../../../core/contracts.js'
import { PluginError } from '../../../core/errors.js'
import { createHooks, HOOK_RULES } from '../../../core/hooks.js'
import { createFakeClock } from '../../../core/testing/fake-clock.js'
import type { GroupConfig } from '../../../sdk/config.js'
import { defineContract } from '../../../sdk/contracts/define.js'
import { httpHooks } from '../../../sdk/contracts/http.js'
import { rpcHooks } from '../../../sdk/contracts/rpc.js'
import type { Process } from '../../../sdk/process.js'
import type { Supervisor } from '../../../sdk/supervisor.js'

// biome-ignore lint/suspicious/noExplicitAny: taps of all hooks are called alike here
type Any = any

function setUp() {
  const clock = createFakeClock()
  const errors: string[] = []
  const services = { clock, log: { error: (text: string) => errors.push(text), debug: () => {} } }
  return { clock, errors, services, hooks: createHooks(services) }
}

const supervisor = {} as Supervisor
const worker = { name: 'web' } as Process
const fails = () => {
  throw new Error('boom')
}

/** Calls a hook in the manner of its kind; the outcome is `returned`, with the value, or the error. */
async function call(hook: Any): Promise<unknown> {
  return hook.call === undefined ? hook.promise(supervisor) : hook.call([], worker)
}

test('the hooks object is frozen and every hook has a rule', () => {
  const { hooks } = setUp()
  assert.ok(Object.isFrozen(hooks))
  assert.deepEqual(Object.keys(hooks).sort(), Object.keys(HOOK_RULES).sort())
})

/** What the caller of each hook meets when its first tap throws, and whether the second tap still runs. */
const MEANINGS: Readonly<Record<string, { readonly result: unknown; readonly rest: boolean }>> = {
  config: { result: 'error', rest: false },
  open: { result: 'error', rest: false },
  boot: { result: 'error', rest: false },
  ready: { result: 'error', rest: false },
  beforeSpawn: { result: 'error', rest: false },
  channelOpen: { result: undefined, rest: true },
  stateChange: { result: undefined, rest: true },
  restartDecision: { result: undefined, rest: true },
  startDecision: { result: { hold: 'plugin bad failed in hook startDecision: boom' }, rest: false },
  runningDecision: { result: { hold: 'plugin bad failed in hook runningDecision: boom' }, rest: false },
  stopDecision: { result: undefined, rest: true },
  groupAdded: { result: undefined, rest: true },
  groupRemoved: { result: undefined, rest: true },
  waitChange: { result: undefined, rest: true },
  groupChanged: { result: undefined, rest: true },
  event: { result: undefined, rest: true },
  logReopen: { result: undefined, rest: true },
  snapshot: { result: undefined, rest: true },
  stopping: { result: undefined, rest: true },
  shutdown: { result: undefined, rest: true },
}

test('the table of meanings is total', () => {
  assert.deepEqual(Object.keys(MEANINGS).sort(), Object.keys(HOOK_RULES).sort())
})

for (const [name, { result, rest }] of Object.entries(MEANINGS)) {
  test(`a throw in ${name} ${result === 'error' ? 'is given to the caller' : 'is logged'}, ${rest ? 'and the rest run' : 'and decides'}`, async () => {
    const { hooks, errors } = setUp()
    const hook = hooks[name as keyof typeof hooks] as Any
    let ranRest = false
    hook.tap('bad', fails)
    hook.tap('good', () => {
      ranRest = true
    })
    const text = `plugin bad failed in hook ${name}: boom`
    if (result === 'error') {
      await assert.rejects(call(hook), (error) => {
        assert.ok(error instanceof PluginError)
        assert.deepEqual(
          [error.message, error.code, error.plugin, error.step],
          [text, 'REEVE_PLUGIN', 'bad', `hook ${name}`],
        )
        return true
      })
      assert.deepEqual(errors, [])
    } else {
      assert.deepEqual(await call(hook), result)
      assert.deepEqual(errors, [text])
    }
    assert.equal(ranRest, rest)
  })
}

test('a promise returned to a sync hook is a coded error, and its own failure cannot escape', async () => {
  const { hooks, errors } = setUp()
  hooks.stateChange.tap('slow', (() => Promise.reject(new Error('later'))) as Any)
  hooks.stateChange.call({} as Any)
  await new Promise((resolve) => process.nextTick(resolve))
  assert.deepEqual(errors, [
    'plugin slow failed in hook stateChange: returned a promise, but this hook does not wait',
    'plugin slow failed in hook stateChange: later',
  ])
  hooks.beforeSpawn.tap('slow', ((spec: unknown) => Promise.resolve(spec)) as Any)
  assert.throws(() => hooks.beforeSpawn.call({} as Any, worker), { code: 'REEVE_PLUGIN_PROMISE' })
})

test('a result that the hook cannot use is the plugin’s failure', () => {
  const { hooks, errors } = setUp()
  hooks.config.tap('odd', () => 'groups' as Any)
  assert.throws(() => hooks.config.call([], {} as Any), {
    code: 'REEVE_PLUGIN_RESULT',
    message: 'plugin odd failed in hook config: returned no list of groups',
  })
  hooks.restartDecision.tap('odd', () => true as Any)
  hooks.restartDecision.tap('good', () => ({ restart: true, delayMs: 5 }))
  assert.deepEqual(hooks.restartDecision.call(worker, {} as Any), { restart: true, delayMs: 5 })
  assert.deepEqual(errors, ['plugin odd failed in hook restartDecision: returned no decision'])
})

test('waterfalls pass on what a tap returns, and keep the old value when it returns nothing', () => {
  const { hooks } = setUp()
  const added = [{ name: 'a' }] as unknown as readonly GroupConfig[]
  hooks.config.tap('watch', () => undefined as Any)
  hooks.config.tap('add', (groups) => [...groups, ...added])
  assert.deepEqual(hooks.config.call([], {} as Any), added)
})

for (const manner of ['tap', 'tapPromise', 'tapAsync'] as const) {
  test(`an async hook waits for what ${manner} began, and a failure there is blamed`, async () => {
    const { hooks, clock } = setUp()
    const order: string[] = []
    const later = (text: string) =>
      new Promise<void>((resolve) => clock.after(50, () => resolve(void order.push(text))))
    const hook = hooks.open as Any
    if (manner === 'tapAsync') {
      hook.tapAsync('first', (_: unknown, done: () => void) => later('first').then(() => done()))
      hook.tapAsync('second', (_: unknown, done: (error: Error) => void) => done(new Error('boom')))
    } else {
      hook[manner]('first', async () => later('first'))
      hook[manner]('second', async () => fails())
    }
    const opened = hooks.open.promise(supervisor).then(
      () => 'opened',
      (error: Error) => error.message,
    )
    await clock.run(50)
    assert.deepEqual(order, ['first'])
    assert.equal(await opened, 'plugin second failed in hook open: boom')
    assert.equal(clock.pending(), 0)
  })
}

test('an async tap that has not settled in 10 s is named and counts as a throw', async () => {
  const { hooks, clock, errors } = setUp()
  const never = () => new Promise<void>(() => {})
  hooks.boot.tapPromise('stuck', never)
  const booted = hooks.boot.promise(supervisor).catch((error: unknown) => error)
  await clock.run(9_999)
  assert.equal(clock.pending(), 1)
  await clock.run(1)
  const error = (await booted) as PluginError
  assert.deepEqual(
    [error.message, error.code],
    ['plugin stuck failed in hook boot: it did not settle in 10 seconds', 'REEVE_PLUGIN_TIMEOUT'],
  )

  let ranRest = false
  hooks.shutdown.tapPromise('stuck', never)
  hooks.shutdown.tap('rest', () => {
    ranRest = true
  })
  const down = hooks.shutdown.promise(supervisor)
  await clock.run(10_000)
  await down
  assert.equal(ranRest, true)
  assert.deepEqual(errors, ['plugin stuck failed in hook shutdown: it did not settle in 10 seconds'])
})

test('taps run in the order of tapping, whatever stage they ask for', () => {
  const { hooks } = setUp()
  const order: string[] = []
  hooks.stopping.tap('first', () => void order.push('first'))
  hooks.stopping.tap({ name: 'eager', stage: -100, before: 'first' }, () => void order.push('eager'))
  hooks.stopping.call()
  assert.deepEqual(order, ['first', 'eager'])
})

test('isUsed tells whether anybody listens, the guard not counted', () => {
  const { hooks } = setUp()
  assert.equal(hooks.event.isUsed(), false)
  hooks.event.tap('log', () => {})
  assert.equal(hooks.event.isUsed(), true)
})

test('a contract is made once and kept by name', () => {
  const { services } = setUp()
  const contract = createContracts(services)
  const make = () => ({ added: new SyncHook<[string]>(['key']), cache: new Map<string, string>() })
  const first = contract('acme.cache', make)
  assert.equal(
    contract('acme.cache', () => assert.fail('it exists')),
    first,
  )
  assert.notEqual(contract('acme.other', make), first)
})

test('contract hooks are guarded like the core’s, with the contract’s name in the blame', () => {
  const { services, errors } = setUp()
  const host = { contract: createContracts(services) } as unknown as Supervisor
  httpHooks(host).server.tap('bad', fails)
  httpHooks(host).authenticate.tap('bad', fails)
  rpcHooks(host).authorize.tap('bad', fails)
  httpHooks(host).server.call({} as Any, {} as Any)
  assert.equal(httpHooks(host).authenticate.call({} as Any), false)
  assert.equal(rpcHooks(host).authorize.call({} as Any), false)
  assert.deepEqual(errors, [
    'plugin bad failed in hook http.server: boom',
    'plugin bad failed in hook http.authenticate: boom',
    'plugin bad failed in hook rpc.authorize: boom',
  ])
})

test('hooks of another copy of tapable are guarded too', async () => {
  const { services, errors } = setUp()
  const require = createRequire(import.meta.url)
  const entry = require.resolve('tapable')
  const own = Object.keys(require.cache).filter((path) => path.includes('tapable'))
  const kept = own.map((path) => [path, require.cache[path]] as const)
  for (const path of own) delete require.cache[path]
  const other = require(entry) as typeof import('tapable')
  for (const [path, module] of kept) require.cache[path] = module
  assert.notEqual(other.SyncHook, SyncHook)

  const contract = createContracts(services)
  const hooks = contract('acme.cache', () => ({
    told: new other.SyncHook<[string]>(['key']),
    asked: new other.SyncBailHook<[string], boolean>(['key']),
    flushed: new other.AsyncSeriesHook<[string]>(['key']),
  }))
  for (const hook of Object.values(hooks)) (hook as Any).tap('bad', fails)
  hooks.told.call('key')
  await hooks.flushed.promise('key')
  assert.deepEqual(errors, [
    'plugin bad failed in hook acme.cache.told: boom',
    'plugin bad failed in hook acme.cache.flushed: boom',
  ])
  assert.throws(() => hooks.asked.call('key'), PluginError)
})

test('a third party publishes hooks with defineContract, whatever copy of the SDK asks for them', () => {
  const { services, errors } = setUp()
  const keeper = { contract: createContracts(services) }
  const ours = defineContract('acme.cache', () => ({ evicted: new SyncHook<[string]>(['key']) }))
  const theirs = defineContract('acme.cache', () => ({ evicted: new SyncHook<[string]>(['key']) }))
  theirs(keeper).evicted.tap('bad', fails)
  ours(keeper).evicted.call('key')
  assert.deepEqual(errors, ['plugin bad failed in hook acme.cache.evicted: boom'])
})
