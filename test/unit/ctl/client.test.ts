import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { createClient } from '../../../sdk/client/index.js'
import {
  FakeFault,
  type FakeServer,
  type FakeServerOptions,
  processInfo,
  startFakeServer,
} from './fake-server.js'

function withServer(options: FakeServerOptions, work: (server: FakeServer) => Promise<void>) {
  return async () => {
    const server = await startFakeServer(options)
    try {
      await work(server)
    } finally {
      await server.close()
    }
  }
}

test(
  'one connection serves calls that follow each other',
  withServer({ methods: { getPID: () => 42 } }, async (server) => {
    const client = createClient({ serverurl: server.serverurl })
    assert.equal(await client.supervisor.getPID(), 42)
    assert.equal(
      await client.supervisor.getAPIVersion().catch((error: Error) => error.message),
      'UNKNOWN_METHOD',
    )
    assert.equal(await client.supervisor.getPID(), 42)
    assert.equal(server.connections(), 1)
    client.close()
  }),
)

test(
  'calls at the same time go out on connections of their own',
  withServer({}, async (server) => {
    const client = createClient({ serverurl: server.serverurl })
    const versions = await Promise.all([1, 2, 3].map(() => client.supervisor.getVersion()))
    assert.deepEqual(versions, ['3.0', '3.0', '3.0'])
    assert.equal(server.connections(), 3)
    client.close()
  }),
)

test(
  'a fault carries the code and text of the server',
  withServer(
    {
      methods: {
        getProcessInfo: () => {
          throw new FakeFault(10, 'BAD_NAME: x')
        },
      },
    },
    async (server) => {
      const client = createClient({ serverurl: server.serverurl })
      await assert.rejects(client.supervisor.getProcessInfo('x'), {
        name: 'RemoteFault',
        faultCode: 10,
        faultString: 'BAD_NAME: x',
      })
      client.close()
    },
  ),
)

test(
  'an answer of another type than the method promises is an error',
  withServer(
    {
      methods: {
        getPID: () => 'many',
        getAllProcessInfo: () => [{ name: 'x' }],
        reloadConfig: () => [[['a'], [], ['b']]],
      },
    },
    async (server) => {
      const client = createClient({ serverurl: server.serverurl })
      await assert.rejects(client.supervisor.getPID(), { name: 'AnswerError' })
      await assert.rejects(client.supervisor.getAllProcessInfo(), { name: 'AnswerError' })
      assert.deepEqual(await client.supervisor.reloadConfig(), { added: ['a'], changed: [], removed: ['b'] })
      client.close()
    },
  ),
)

test(
  'credentials are sent when both are known, and 401 says when they are wrong (CTL-01)',
  withServer({ credentials: 'me:se:cret' }, async (server) => {
    const { serverurl } = server
    const ask = (username: string | null, password: string | null) =>
      createClient({ serverurl, username, password }).supervisor.getVersion()
    assert.equal(await ask('me', 'se:cret'), '3.0')
    await assert.rejects(ask('me', 'wrong'), { name: 'HttpStatusError', status: 401 })
    await assert.rejects(ask('me', null), { name: 'HttpStatusError', status: 401 })
  }),
)

test(
  'timeoutMs and the signal end a call that gets no answer',
  withServer({ methods: { getPID: () => new Promise(() => {}) } }, async (server) => {
    const late = createClient({ serverurl: server.serverurl, timeoutMs: 30 })
    await assert.rejects(late.supervisor.getPID(), { name: 'TimeoutError' })
    const controller = new AbortController()
    const aborted = createClient({ serverurl: server.serverurl, signal: controller.signal })
    const call = aborted.supervisor.getPID()
    controller.abort(new Error('enough'))
    await assert.rejects(call, { message: 'enough' })
    await assert.rejects(aborted.supervisor.getPID(), { message: 'enough' })
  }),
)

test('a refused connection and a missing socket are told apart (CTL-03)', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  server.close()
  await once(server, 'close')
  const refused = createClient({ serverurl: `http://127.0.0.1:${address.port}` })
  await assert.rejects(refused.supervisor.getPID(), { name: 'ConnectionError', errno: 'ECONNREFUSED' })
  const missing = createClient({ serverurl: 'unix:///nowhere/s.sock' })
  await assert.rejects(missing.supervisor.getPID(), {
    name: 'ConnectionError',
    errno: 'ENOENT',
    errnoNumber: 2,
  })
  assert.throws(() => createClient({ serverurl: 'ftp://x' }), { name: 'ServerUrlError' })
})

test('a server that closes without an answer is an error, not a wait', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.end())).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const client = createClient({ serverurl: `http://127.0.0.1:${address.port}` })
  await assert.rejects(client.supervisor.getPID(), { name: 'AnswerError' })
  server.close()
})

test(
  'a log is followed as it comes, until the signal or the end of the server',
  withServer(
    {
      get: (request, response) => {
        assert.equal(request.url, '/logtail/g:a%20b%3F/stderr')
        response.write('one')
        response.write('two')
      },
    },
    async (server) => {
      const client = createClient({ serverurl: server.serverurl })
      const controller = new AbortController()
      let text = ''
      for await (const bytes of client.followProcessLog('g:a b?', 'stderr', { signal: controller.signal })) {
        text += bytes.toString()
        if (text === 'onetwo') controller.abort()
      }
      assert.equal(text, 'onetwo')
    },
  ),
)

test(
  'a log that is not there is an HTTP status',
  withServer({}, async (server) => {
    const client = createClient({ serverurl: server.serverurl })
    const follow = async () => {
      for await (const _bytes of client.followMainLog());
    }
    await assert.rejects(follow(), {
      name: 'HttpStatusError',
      status: 404,
      url: `${server.serverurl}/mainlogtail`,
    })
  }),
)

test(
  'every member of the info struct is handed on, also those we do not know (EDGE-53)',
  withServer({ methods: { getProcessInfo: () => processInfo('g', 'n', { extra: 'x' }) } }, async (server) => {
    const client = createClient({ serverurl: server.serverurl })
    assert.deepEqual(await client.supervisor.getProcessInfo('g:n'), processInfo('g', 'n', { extra: 'x' }))
    client.close()
  }),
)
