import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { addressOf, inOpeningOrder, startUpError } from '../../../plugins/http-server/address.js'
import httpServer from '../../../plugins/http-server/index.js'
import { httpHooks } from '../../../sdk/index.js'
import { Scratch } from '../../support/scratch.js'
import { createFakeSupervisor, section, standardSections } from '../rpc/fake-supervisor.js'
import { serve } from './served.js'

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

test('a socket in use is a start-up error, before anything else happens', async (context) => {
  const scratch = new Scratch()
  const taken = createServer().listen(scratch.at('s'))
  context.after(async () => {
    taken.close()
    await scratch.remove()
  })
  const supervisor = createFakeSupervisor(standardSections(scratch.at('s')))
  await supervisor.use(httpServer)
  await assert.rejects(supervisor.hooks.open.promise(supervisor), /Another program is already listening/)
  await supervisor.dispose()
})

test('a server without a password is said so at critical, one with a password is not (MSG-02)', async (context) => {
  const open = await serve(context)
  const line = "critical Server 'unix_http_server' running without any HTTP authentication checking"
  assert.ok(open.supervisor.lines.includes(line))
  const closed = await serve(context, { server: { username: 'u', password: 'p' } })
  assert.ok(!closed.supervisor.lines.includes(line))
  const guarded = await serve(context, {
    prepare: (supervisor) => {
      httpHooks(supervisor).authenticate.tap('door', () => undefined)
    },
  })
  assert.ok(!guarded.supervisor.lines.includes(line))
})

test('without a server section nothing is served and no interface is made', async () => {
  const supervisor = createFakeSupervisor([])
  const { standardPlugins } = await import('../../../plugins/standard.js')
  await supervisor.use(...standardPlugins)
  await supervisor.hooks.open.promise(supervisor)
  await supervisor.hooks.boot.promise(supervisor)
  await supervisor.hooks.ready.promise(supervisor)
  await supervisor.dispose()
  assert.deepEqual(supervisor.lines, [])
})
