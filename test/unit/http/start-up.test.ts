import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootSupervisor, createHarness } from 'reeve/testing'
import { addressOf, inOpeningOrder, startUpError } from '../../../plugins/http-server/address.js'
import { standardPlugins } from '../../../plugins/standard.js'
import { httpHooks, type Plugin } from '../../../sdk/index.js'
import { section, serve, tapping } from './served.js'

const listenError = (errno: string | null, errnoNumber: number | null, message = 'failed') =>
  Object.assign(new Error(message), { code: 'REEVE_LISTEN', errno, errnoNumber })

test('a failed bind has the words of Supervisor and its place (WEB-42, WEB-43, CFG-UNIX-03)', () => {
  const place = '[/test.conf:1, section unix_http_server, option file]'
  const unix = section('unix_http_server', { file: '/run/s', chmod: 0o700 })
  const given = section('unix_http_server', { ...unix.values, chown: { uid: 1, gid: 2 } })
  assert.match(
    startUpError(listenError('EPERM', 1), given).message,
    /^Not permitted to chown \/run\/s to uid\/gid \(1, 2\); /,
  )
  assert.equal(
    startUpError(listenError('EADDRINUSE', 98), unix).message,
    `Another program is already listening on a port that one of our HTTP servers is configured to use.  Shut this program down first before starting supervisord. ${place}`,
  )
  assert.equal(
    startUpError(listenError('EACCES', 13, 'listen EACCES: permission denied /run/s'), unix).message,
    `Cannot open an HTTP server: socket.error reported errno.EACCES (13): permission denied /run/s ${place}`,
  )
  assert.equal(
    startUpError(listenError(null, -2), unix).message,
    `Cannot open an HTTP server: socket.error reported -2 ${place}`,
  )
  assert.equal(
    startUpError(listenError(null, null, 'AF_UNIX path too long'), unix).message,
    `Cannot open an HTTP server: socket.error reported AF_UNIX path too long ${place}`,
  )
  assert.equal(startUpError(new Error('other'), unix).message, 'other')
})

test('inet servers are opened before unix servers', () => {
  const sections = ['unix_http_server', 'inet_http_server:b', 'unix_http_server:c', 'inet_http_server'].map(
    (header) => section(header, {}),
  )
  assert.deepEqual(
    inOpeningOrder(sections).map(({ header }) => header),
    ['inet_http_server:b', 'inet_http_server', 'unix_http_server', 'unix_http_server:c'],
  )
})

test('an address is taken from the coerced values of its section', () => {
  assert.deepEqual(addressOf(section('inet_http_server', { port: { host: '127.0.0.1', port: 9001 } })), {
    kind: 'inet',
    host: '127.0.0.1',
    port: 9001,
  })
  assert.deepEqual(
    addressOf(section('unix_http_server', { file: '/run/s', chmod: 0o770, chown: { uid: 1, gid: 2 } })),
    { kind: 'unix', path: '/run/s', mode: 0o770, uid: 1, gid: 2 },
  )
})

test('a socket in use is a start-up error, before anything else happens', async () => {
  const taken: Plugin = {
    name: 'taken',
    apply({ hooks }) {
      hooks.boot.tap('taken', () => assert.fail('it went on'))
    },
  }
  await assert.rejects(
    bootSupervisor({
      config: '[inet_http_server]\nport=9001\n[inet_http_server:again]\nport=9001\n',
      plugins: [taken],
    }),
    /Another program is already listening/,
  )
})

test('a server without a password is said so at critical, one with a password is not (MSG-02)', async (context) => {
  const line = "CRIT Server 'unix_http_server' running without any HTTP authentication checking"
  const open = await serve(context)
  assert.ok(open.lines().includes(line))
  await open.stop()
  const closed = await serve(context, { server: 'username=u\npassword=p' })
  assert.ok(!closed.lines().includes(line))
  await closed.stop()
  const guarded = await serve(context, {
    plugins: [tapping((supervisor) => httpHooks(supervisor).authenticate.tap('door', () => undefined))],
  })
  assert.ok(!guarded.lines().includes(line))
})

test('without a server section nothing is served and no interface is made', async () => {
  const harness = await createHarness('[supervisord]\n', { plugins: standardPlugins })
  assert.ok(!harness.log().some((line) => /Server|RPC interface/.test(line)))
  await assert.rejects(harness.request('GET', '/'), /the config has no HTTP server/)
  await harness.stop()
})
