import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault, rpcHooks } from '../../../sdk/index.js'
import { request } from '../../support/address.js'
import { call, encodeCall, post } from '../../support/xmlrpc.js'
import { serve } from '../http/served.js'
import { section } from './fake-supervisor.js'

const rpcSection = (name: string, factory: string, more: Readonly<Record<string, string>> = {}) =>
  section(`rpcinterface:${name}`, { 'supervisor.rpcinterface_factory': factory, ...more })

test('an unexpected failure is HTTP 500 and a critical line with the request (RPC-08, MSG-14)', async (context) => {
  const { address, supervisor } = await serve(context, {
    sections: [rpcSection('bad', './bad.js')],
    prepare: (made) =>
      void made.modules.set('./bad.js', () => ({
        fail: () => {
          throw new RangeError('broken')
        },
        failLater: async () => {
          throw new RangeError('later')
        },
        tooLarge: () => 5e9,
        confused: () => (undefined as unknown as { a: number }).a,
        refuse: () => {
          throw new Fault('FAILED', 'by design')
        },
        nothing: () => undefined,
        nan: async () => Number.NaN,
      })),
  })
  for (const method of ['bad.fail', 'bad.failLater', 'bad.tooLarge', 'bad.nan']) {
    supervisor.lines.length = 0
    assert.equal((await post(address, encodeCall(method, []))).status, 500, method)
    const line = supervisor.lines.find((text) => text.startsWith('critical ')) ?? ''
    assert.match(line, /^critical Handling XML-RPC request with data "<\?xml/, method)
    assert.match(line, /raised an unexpected exception: RangeError: /, method)
  }
  assert.deepEqual(await call(address, 'bad.confused'), { fault: 2, text: 'INCORRECT_PARAMETERS' })
  assert.deepEqual(await call(address, 'bad.refuse'), { fault: 30, text: 'FAILED: by design' })
  assert.deepEqual(await call(address, 'bad.nothing'), { value: null })
  assert.deepEqual(await call(address, 'system.multicall', [[{ methodName: 'bad.fail', params: [] }]]), {
    value: [{ faultCode: 30, faultString: 'FAILED: RangeError:broken' }],
  })
})

test('a factory makes the public methods of its object a namespace (EXT-02, EXT-04)', async (context) => {
  class Base {
    inherited() {
      return 'inherited'
    }
  }
  class Cache extends Base {
    readonly options: Readonly<Record<string, string>>
    constructor(options: Readonly<Record<string, string>>) {
      super()
      this.options = options
    }
    get(key: string) {
      return this.options[key] ?? 'none'
    }
    _hidden() {
      return 'hidden'
    }
    get property() {
      throw new Error('a getter is no method')
    }
  }
  const { address, supervisor } = await serve(context, {
    sections: [rpcSection('cache', 'acme.cache:make', { SIZE: '5' })],
    prepare: (made) =>
      void made.modules.set('acme.cache:make', (_s: unknown, o: Record<string, string>) => new Cache(o)),
  })
  assert.deepEqual(await call(address, 'cache.get', ['size']), { value: '5' })
  assert.deepEqual(await call(address, 'cache.inherited'), { value: 'inherited' })
  assert.deepEqual(await call(address, 'cache.get'), { fault: 2, text: 'INCORRECT_PARAMETERS' })
  for (const name of ['_hidden', 'property', 'constructor', 'toString']) {
    assert.deepEqual(await call(address, `cache.${name}`), { fault: 1, text: 'UNKNOWN_METHOD' }, name)
  }
  assert.ok(supervisor.lines.includes("info RPC interface 'cache' initialized"))
})

test('one set of interfaces serves all servers, each announced once (MSG-01, EDGE-44)', async (context) => {
  let made = 0
  const { supervisor } = await serve(context, {
    sections: [
      rpcSection('once', 'x'),
      section('inet_http_server', { port: { host: '127.0.0.1', port: 0 } }),
    ],
    prepare: (fake) =>
      void fake.modules.set('x', () => {
        made += 1
        return { hello: () => 'hello' }
      }),
  })
  assert.equal(made, 1)
  assert.deepEqual(
    supervisor.lines.filter((line) => line.includes('RPC interface')),
    ["info RPC interface 'supervisor' initialized", "info RPC interface 'once' initialized"],
  )
})

test('without an interface section only system methods exist (EXT-10)', async (context) => {
  const { address } = await serve(context, {
    prepare: (supervisor) => {
      const servers = supervisor.config.sections.filter(({ kind }) => kind === 'unix_http_server')
      ;(supervisor.config.sections as unknown[]).splice(0, supervisor.config.sections.length, ...servers)
    },
  })
  assert.deepEqual(await call(address, 'supervisor.getState'), { fault: 1, text: 'UNKNOWN_METHOD' })
  assert.deepEqual(await call(address, 'system.listMethods'), {
    value: ['system.listMethods', 'system.methodHelp', 'system.methodSignature', 'system.multicall'],
  })
})

test('a name without a counterpart is left out, a failing factory is a start-up error (EXT-02, EXT-09)', async (context) => {
  const unknown = await serve(context, { sections: [rpcSection('twiddler', 'supervisor_twiddler.rpc:make')] })
  assert.deepEqual(await call(unknown.address, 'twiddler.getAPIVersion'), {
    fault: 1,
    text: 'UNKNOWN_METHOD',
  })
  const failing = (made: unknown) =>
    serve(context, {
      sections: [rpcSection('bad', 'y')],
      prepare: (supervisor) => void supervisor.modules.set('y', made),
    })
  await assert.rejects(
    failing(() => {
      throw new Error('no disk')
    }),
    /Could not make bad rpc interface/,
  )
  await assert.rejects(
    failing(() => 5),
    /Could not make bad rpc interface/,
  )
  await assert.rejects(
    failing('text'),
    /y in section \[rpcinterface:bad\] is neither a function nor a plugin/,
  )
  await assert.rejects(failing(new Error('cannot be imported')), /cannot be imported/)
  await assert.rejects(
    serve(context, { sections: [section('rpcinterface:empty', {})] }),
    /section \[rpcinterface:empty\] does not specify a supervisor.rpcinterface_factory/,
  )
})

test('plugins can add namespaces, refuse calls and hear of them', async (context) => {
  const heard: string[] = []
  const { address } = await serve(context, {
    server: { username: 'u', password: 'p' },
    plugins: [
      {
        name: 'audit',
        apply(supervisor) {
          const hooks = rpcHooks(supervisor)
          hooks.namespaces.tap('audit', (registry) =>
            registry.add('audit', { methods: { hello: (name: string) => `hello ${name}` } }),
          )
          hooks.authorize.tap('audit', ({ method }) => (method === 'supervisor.shutdown' ? false : undefined))
          hooks.called.tap('audit', ({ method, caller, fault }) => {
            heard.push(`${caller.user}@${caller.server} ${method} ${fault}`)
          })
        },
      },
    ],
  })
  const credentials = { credentials: { username: 'u', password: 'p' } }
  assert.deepEqual(await call(address, 'audit.hello', ['you'], credentials), { value: 'hello you' })
  assert.deepEqual(await call(address, 'supervisor.shutdown', [], credentials), {
    fault: 30,
    text: 'FAILED: supervisor.shutdown is not allowed',
  })
  const nested = [{ methodName: 'supervisor.shutdown', params: [] }]
  assert.deepEqual(await call(address, 'system.multicall', [nested], credentials), {
    value: [{ faultCode: 30, faultString: 'FAILED: supervisor.shutdown is not allowed' }],
  })
  assert.deepEqual(heard, [
    'u@unix_http_server audit.hello null',
    'u@unix_http_server supervisor.shutdown FAILED: supervisor.shutdown is not allowed',
    'u@unix_http_server supervisor.shutdown FAILED: supervisor.shutdown is not allowed',
    'u@unix_http_server system.multicall null',
  ])
})

test('an action goes on when its client leaves (RPC-26)', async (context) => {
  const { address, supervisor } = await serve(context, {
    prepare: (made) => {
      const slow = made.add('slow')
      slow.isSlow = true
    },
  })
  const { connect } = await import('../../support/address.js')
  const { waitFor } = await import('../../support/wait.js')
  const socket = connect(address)
  const body = encodeCall('supervisor.startProcess', ['slow'])
  socket.write(`POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
  await waitFor(() => supervisor.requests.length === 1, { what: 'the request' })
  socket.destroy()
  const slow = supervisor.groups.get('slow')?.processes.get('slow') as unknown as { settle(to: string): void }
  slow.settle('RUNNING')
  assert.equal((await request(address, 'GET', '/nothing')).status, 404)
  assert.ok(
    !supervisor.lines.some((line) => /^(critical|error) (Handling|Server 'unix_http_server':)/.test(line)),
  )
})
