// The viewer of [inet_http_server]: looks at everything and changes nothing, by whatever interface.

import assert from 'node:assert/strict'
import { get } from 'node:http'
import { type TestContext, test } from 'node:test'
import { API_OPERATIONS } from '../../../schemas/generated/api-operations.js'
import { request } from '../../support/address.js'
import { skipUnless } from '../../support/systems.js'
import { call, type Value } from '../../support/xmlrpc.js'
import { pathOf, startInet, untilSaid } from './servers.js'

const skip = skipUnless('reeve')
const SERVER = 'username=boss\npassword=all\nreadonly_username=viewer\nreadonly_password=look'
const VIEWER = { username: 'viewer', password: 'look' }
const BOSS = { username: 'boss', password: 'all' }

/** All that a viewer may call; every other method that the server has must be refused, also one that is new. */
const READERS =
  /^(system\.(listMethods|methodHelp|methodSignature|multicall)|supervisor\.(get\w+|read\w+|tail\w+)|twiddler\.(getAPIVersion|getGroupNames)|cache\.(getAPIVersion|getKeys|getCount|fetch))$/

/** A program, a log and a namespace of a plugin that does not say what it changes. */
async function start(context: TestContext) {
  const { daemon, port, scratch } = await startInet(context, {
    server: SERVER,
    credentials: BOSS,
    config: `[rpcinterface:twiddler]
supervisor.rpcinterface_factory=supervisor_twiddler.rpcinterface:make_twiddler_rpcinterface
[rpcinterface:cache]
supervisor.rpcinterface_factory=supervisor_cache.rpcinterface:make_cache_rpcinterface
[supervisorctl]
serverurl=unix://%(here)s/s.sock`,
  })
  await untilSaid(daemon)
  const address = { host: '127.0.0.1', port }
  const ask = (method: string, path: string, { username, password } = VIEWER, body?: string) =>
    request(address, method, path, {
      headers: {
        Host: `127.0.0.1:${port}`,
        Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    })
  const asViewer = (method: string, ...parameters: readonly Value[]) =>
    call(address, method, parameters, { credentials: VIEWER })
  const { pid } = await daemon.info('web')
  return {
    daemon,
    scratch,
    ask,
    asViewer,
    port,
    /** Nothing has changed. */
    async assertSame() {
      const web = await daemon.info('web')
      assert.deepEqual([web.statename, web.pid], ['RUNNING', pid])
      assert.equal((await daemon.info('idle')).statename, 'STOPPED')
      assert.deepEqual(await daemon.ask('readProcessStdoutLog', 'web', 0, 100), 'hello\n')
      assert.equal((await ask('GET', '/api/v1', BOSS)).status, 200)
    },
  }
}

test('a viewer may call every XML-RPC method that reads, and no other', { skip }, async (context) => {
  const { asViewer, daemon, assertSame } = await start(context)
  const methods = (await daemon.ask('system.listMethods')) as readonly string[]
  const refused: string[] = []
  for (const method of methods) {
    const outcome = await asViewer(method)
    const isRefused = 'fault' in outcome && outcome.text.endsWith(`${method} is not allowed`)
    if (isRefused) refused.push(method)
    assert.equal(isRefused, !READERS.test(method), `${method}: ${JSON.stringify(outcome)}`)
  }
  assert.ok(refused.includes('supervisor.shutdown') && refused.includes('twiddler.addProgramToGroup'))
  const calls = refused.map((methodName) => ({ methodName, params: [] }))
  const outcome = await asViewer('system.multicall', calls)
  assert.ok('value' in outcome && Array.isArray(outcome.value))
  assert.equal(outcome.value.length, refused.length)
  for (const one of outcome.value) assert.match(JSON.stringify(one), /is not allowed/)
  await assertSame()
})

test('a viewer may use every operation of the API that reads, and no other', { skip }, async (context) => {
  const { ask, assertSame } = await start(context)
  let count = 0
  for (const operation of API_OPERATIONS) {
    if (['followLogs', 'streamEvents'].includes(operation.id)) continue
    const body = operation.body === null ? undefined : bodyOf(operation.body)
    const { status, body: answer } = await ask(operation.method, pathOf(operation.path), VIEWER, body)
    count += operation.mutates ? 1 : 0
    if (operation.id === 'act') {
      assert.match(answer.toString(), /not allowed/)
      continue
    }
    assert.equal(status === 403, operation.mutates, `${operation.id}: ${status} ${answer}`)
    if (operation.mutates) assert.match(answer.toString(), /"fault":"FORBIDDEN"/)
  }
  assert.ok(count > 10)
  await assertSame()
})

/** What each kind of request needs at least. */
function bodyOf(schema: string): string {
  const bodies: Readonly<Record<string, object>> = {
    ActionsRequest: { action: 'stop', programs: ['web'] },
    SignalRequest: { signal: 'KILL' },
    StdinRequest: { text: 'x' },
    ApplyRequest: { groups: ['web'] },
  }
  return JSON.stringify(bodies[schema] ?? {})
}

test('a viewer sees pages without buttons, and their addresses are refused', { skip }, async (context) => {
  const { ask, port, assertSame } = await start(context)
  for (const path of ['/', '/index.html']) {
    const seen = await ask('GET', path)
    assert.equal(seen.status, 200)
    assert.match(seen.body.toString(), /logtail\/web/)
    assert.doesNotMatch(seen.body.toString(), /[?;]action=(?!refresh)|formaction/)
    assert.match((await ask('GET', path, BOSS)).body.toString(), /formaction="index\.html\?action=stopall"/)
  }
  assert.match((await ask('GET', '/ui/session')).body.toString(), /"readOnly":true/)
  assert.match((await ask('GET', '/ui/session', BOSS)).body.toString(), /"readOnly":false/)
  const token = JSON.parse((await ask('GET', '/ui/session')).body.toString()).token as string
  for (const action of ['stopall', 'restartall', 'stop', 'restart', 'start', 'clearlog']) {
    const query = `?processname=web&action=${action}`
    assert.equal((await ask('GET', `/index.html${query}`)).status, 403, action)
    assert.equal((await ask('POST', `/index.html${query}`, VIEWER, `token=${token}`)).status, 403, action)
    assert.equal(
      (await ask('POST', '/', VIEWER, `token=${token}&processname=web&action=${action}`)).status,
      403,
    )
  }
  assert.equal((await ask('GET', '/index.html?action=refresh')).status, 301)
  assert.match((await ask('GET', '/tail.html?processname=web')).body.toString(), /hello/)
  // Streams do not end by themselves: their heads are enough.
  for (const path of ['/logtail/web', '/mainlogtail']) assert.equal(await statusOf(port, path), 200)
  await assertSame()
})

function statusOf(port: number, path: string): Promise<number | undefined> {
  const auth = `${VIEWER.username}:${VIEWER.password}`
  return new Promise((resolve, reject) => {
    const sent = get({ host: '127.0.0.1', port, path, auth, agent: false }, (answer) => {
      resolve(answer.statusCode)
      sent.destroy()
    })
    sent.on('error', reject)
  })
}

test('supervisorctl says what a viewer may not', { skip }, async (context) => {
  const { daemon, port, assertSame } = await start(context)
  const control = (...words: readonly string[]) =>
    daemon.control(['-s', `http://127.0.0.1:${port}`, '-u', 'viewer', '-p', 'look', ...words])
  assert.match((await control('status', 'web')).stdout, /^web +RUNNING/)
  assert.match((await control('tail', 'web')).stdout, /hello/)
  assert.match((await control('maintail')).stdout, /supervisord started/)
  for (const line of [
    'start idle',
    'stop web',
    'restart web',
    'signal HUP web',
    'clear web',
    'clear all',
    'stop all',
    'update',
    'reread',
    'add web',
    'remove web',
    'reload',
    'shutdown',
  ]) {
    const { code, stdout } = await control(...line.split(' '))
    assert.match(stdout, /supervisor\.\w+ is not allowed/, line)
    assert.notEqual(code, 0, line)
  }
  await assertSame()
})
