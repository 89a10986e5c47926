import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv } from 'ajv'
import { createHarness, type Harness } from 'reeve/testing'
import { standardPlugins } from '../../../plugins/standard.js'
import { loadApi, referredName } from '../../../schemas/build/api-source.js'
import { SCHEMAS_FOLDER } from '../../../schemas/build/load.js'
import { definePlugin, httpHooks } from '../../../sdk/index.js'
import { repository } from '../../support/systems.js'

const CONFIG = `[unix_http_server]
file=/tmp/s.sock
[supervisord]
[program:web]
command=/bin/cat
startsecs=0
[program:off]
command=/bin/cat
autostart=false
[eventlistener:ear]
command=/bin/cat
events=PROCESS_STATE
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
`

const JSON_TYPE = { 'content-type': 'application/json' }

async function ask(harness: Harness, method: string, path: string, body?: unknown) {
  const request =
    body === undefined ? { headers: JSON_TYPE } : { headers: JSON_TYPE, body: JSON.stringify(body) }
  const answer = await harness.request(method, `/api/v1${path}`, request)
  return { ...answer, json: JSON.parse(answer.body) }
}

const source = loadApi()

test('the served description is the committed one, and has every operation', async () => {
  const harness = await createHarness(CONFIG, { plugins: standardPlugins })
  const { json } = await ask(harness, 'GET', '/openapi.json')
  assert.deepEqual(json, JSON.parse(readFileSync(join(SCHEMAS_FOLDER, 'generated', 'openapi.json'), 'utf8')))
  assert.equal(json.openapi, '3.1.0')
  const described = Object.entries(json.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  )
  assert.deepEqual(
    described.sort(),
    source.operations.map(({ method, path }) => `${method} /api/v1${path}`).sort(),
  )
  for (const [, name] of JSON.stringify(json).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    assert.ok(json.components.schemas[name ?? ''], `there is no schema ${name}`)
  }
  await harness.stop()
})

/** What to ask where a path or a body needs more than a name. */
const SAMPLES: Readonly<
  Record<string, { readonly path?: string; readonly body?: unknown; readonly status?: number }>
> = {
  signalProgram: { body: { signal: 'HUP' } },
  signalGroup: { body: { signal: 'HUP' } },
  writeProgramStdin: { body: { text: 'x' } },
  startProgram: { path: '/programs/off/start', body: { wait: false } },
  act: { body: { action: 'start', programs: ['off', 'nothing'], wait: false } },
  // The files of this daemon are in memory only.
  readProgramLog: { status: 404 },
  searchProgramLog: { path: '/programs/web/logs/stdout/search?text=x', status: 404 },
  downloadProgramLog: { status: 404 },
  readMainLog: { status: 404 },
  searchMainLog: { path: '/log/search?text=x', status: 404 },
  downloadMainLog: { status: 404 },
}
const STREAMS = new Set(['streamEvents', 'followLogs'])
const LAST = ['reload', 'shutdown']

test('every operation answers as it is described', async () => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addSchema({ components: { schemas: source.schemas } }, 'api')
  const operations = source.operations.filter(({ id }) => !STREAMS.has(id) && !LAST.includes(id))
  for (const operation of operations) {
    const harness = await createHarness(CONFIG, { plugins: standardPlugins })
    const { path, body, status = 200 } = SAMPLES[operation.id] ?? {}
    const plain = operation.path
      .replace('{namespec}', 'web')
      .replace('{group}', 'web')
      .replace('{channel}', 'stdout')
    const pending = ask(harness, operation.method, path ?? plain, body)
    await harness.advance(2_000)
    const answer = await pending
    assert.equal(answer.status, status, `${operation.id}: ${answer.body}`)
    const name = status === 200 ? referredName(operation.answer) : 'Error'
    if (name !== null) {
      const isRight = ajv.validate({ $ref: `api#/components/schemas/${name}` }, answer.json)
      assert.ok(isRight, `${operation.id}: ${ajv.errorsText()} in ${answer.body}`)
    }
    await harness.stop()
  }
})

test('lists have commas between their items, and items may have commas', async () => {
  const config = CONFIG.replace('[program:off]', '[program:a,b]\ncommand=/bin/cat\n[program:off]')
  const harness = await createHarness(config, { plugins: standardPlugins })
  for (const [list, status] of [
    ['web,off', 200],
    ['web%2Coff', 200],
    ['a%2Cb,', 200],
    ['web,a%2Cb', 200],
    ['a,b', 404],
    [',', 200],
    ['a%2,b', 400],
  ] as const) {
    assert.equal((await ask(harness, 'GET', `/usage?programs=${list}`)).status, status, list)
  }
  await harness.stop()
})

test('shutdown and reload are accepted and carried out', async () => {
  for (const [operation, kind] of [
    ['shutdown', 'shutdown'],
    ['reload', 'restart'],
  ] as const) {
    const harness = await createHarness(CONFIG, { plugins: standardPlugins })
    const { json } = await ask(harness, 'POST', `/${operation}`)
    assert.deepEqual(json, { accepted: true })
    await harness.stop()
    assert.equal((await harness.ended).kind, operation === 'reload' ? kind : 'shutdown')
  }
})

test('a viewer may look and change nothing, by whichever interface', async () => {
  const asked: string[] = []
  const viewer = definePlugin({
    name: 'viewer',
    apply(supervisor) {
      httpHooks(supervisor).authorize.tap('viewer', ({ action, target, mutates }) => {
        asked.push(`${action} ${target}`)
        return mutates ? false : undefined
      })
    },
  })
  const harness = await createHarness(CONFIG, { plugins: [...standardPlugins, viewer] })
  assert.equal((await ask(harness, 'GET', '/programs/web')).status, 200)
  for (const operation of source.operations.filter(({ mutates }) => mutates)) {
    const path = operation.path.replace('{namespec}', 'web').replace('{group}', 'web')
    const { body } = SAMPLES[operation.id] ?? {}
    const { status, json } = await ask(harness, operation.method, path, body)
    assert.equal(status, 403, operation.id)
    assert.equal(json.error.fault, 'FORBIDDEN')
  }
  assert.ok(asked.includes('supervisor.startProcess web'))
  await assert.rejects(harness.rpc('supervisor.stopProcess', 'web'), /not allowed/)
  assert.equal(await harness.rpc('supervisor.getPID'), harness.supervisor.pid)
  assert.equal(harness.process('web').state, 'RUNNING')
  await harness.stop()
})

test('an action on many is refused for those that the caller may not touch', async () => {
  const owner = definePlugin({
    name: 'owner',
    apply(supervisor) {
      httpHooks(supervisor).authorize.tap('owner', ({ target, mutates }) =>
        mutates && target === 'web' ? false : undefined,
      )
    },
  })
  const harness = await createHarness(CONFIG, { plugins: [...standardPlugins, owner] })
  const pending = ask(harness, 'POST', '/actions', {
    action: 'signal',
    signal: 'HUP',
    programs: ['web', 'ear:ear'],
  })
  await harness.advance(0)
  const { json } = await pending
  const ok = json.outcomes.map((one: { namespec: string; ok: boolean }) => `${one.namespec} ${one.ok}`)
  assert.deepEqual(ok.sort(), ['ear true', 'web false'])
  assert.deepEqual(harness.child('web').signals, [])
  await harness.stop()
})

test('nothing of the API is loaded before it is asked', () => {
  const index = readFileSync(join(repository, 'plugins', 'http-api', 'index.ts'), 'utf8')
  assert.doesNotMatch(index, /^import \{[^}]*\} from '\.\/api\.js'/m)
})
