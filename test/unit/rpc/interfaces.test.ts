import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type BootOptions, createHarness } from 'reeve/testing'
import { standardPlugins } from '../../../plugins/standard.js'
import { rpcHooks } from '../../../sdk/index.js'
import { encodeCall, type XmlRpcValue } from '../../../sdk/xmlrpc/index.js'
import { Scratch } from '../../support/scratch.js'
import { ask, boot, program } from './client.js'

/** Boots with the modules that a test wrote; `%s` in the config is their folder. */
async function bootWith(
  context: TestContext,
  modules: Readonly<Record<string, string>>,
  config: string,
  options?: BootOptions,
) {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  for (const [name, code] of Object.entries(modules)) scratch.write(name, code)
  return boot(context, config.replaceAll('%s', scratch.path), options)
}

const rpcSection = (name: string, factory: string, more = '') =>
  `[rpcinterface:${name}]\nsupervisor.rpcinterface_factory=${factory}\n${more}\n`

const BAD = `import { Fault } from 'reeve/sdk'
export default () => ({
  fail() { throw new RangeError('broken') },
  async failLater() { throw new RangeError('later') },
  tooLarge: () => 5e9,
  confused: () => undefined.a,
  refuse() { throw new Fault('FAILED', 'by design') },
  nothing: () => undefined,
  nan: async () => Number.NaN,
})`

test('an unexpected failure is HTTP 500 and a critical line with the request (RPC-08, MSG-14)', async (context) => {
  const { harness } = await bootWith(context, { 'bad.mjs': BAD }, rpcSection('bad', '%s/bad.mjs'))
  for (const method of ['bad.fail', 'bad.failLater', 'bad.tooLarge', 'bad.nan']) {
    const before = harness.log().length
    assert.equal((await harness.request('POST', '/RPC2', encodeCall(method, []))).status, 500, method)
    const line =
      harness
        .log()
        .slice(before)
        .find((text) => text.startsWith('CRIT ')) ?? ''
    assert.match(line, /^CRIT Handling XML-RPC request with data "<\?xml/, method)
    assert.match(line, /raised an unexpected exception: RangeError: /, method)
  }
  assert.deepEqual(await ask(harness, 'bad.confused'), { fault: 2, text: 'INCORRECT_PARAMETERS' })
  assert.deepEqual(await ask(harness, 'bad.refuse'), { fault: 30, text: 'FAILED: by design' })
  assert.deepEqual(await ask(harness, 'bad.nothing'), { value: null })
  assert.deepEqual(await ask(harness, 'system.multicall', [{ methodName: 'bad.fail', params: [] }]), {
    value: [{ faultCode: 30, faultString: 'FAILED: RangeError:broken' }],
  })
})

const CACHE = `class Base {
  inherited() { return 'inherited' }
}
class Cache extends Base {
  constructor(options) {
    super()
    this.options = options
  }
  get(key) { return this.options[key] ?? 'none' }
  _hidden() { return 'hidden' }
  get property() { throw new Error('a getter is no method') }
}
export const make = (_supervisor, options) => new Cache(options)`

test('a factory makes the public methods of its object a namespace (EXT-02, EXT-04)', async (context) => {
  const { harness } = await bootWith(
    context,
    { 'cache.mjs': CACHE },
    rpcSection('cache', '%s/cache.mjs:make', 'SIZE=5'),
  )
  assert.deepEqual(await ask(harness, 'cache.get', 'size'), { value: '5' })
  assert.deepEqual(await ask(harness, 'cache.inherited'), { value: 'inherited' })
  assert.deepEqual(await ask(harness, 'cache.get'), { fault: 2, text: 'INCORRECT_PARAMETERS' })
  for (const name of ['_hidden', 'property', 'constructor', 'toString']) {
    assert.deepEqual(await ask(harness, `cache.${name}`), { fault: 1, text: 'UNKNOWN_METHOD' }, name)
  }
  assert.ok(harness.log().includes("INFO RPC interface 'cache' initialized"))
})

test('one set of interfaces serves all servers, each announced once (MSG-01, EDGE-44)', async (context) => {
  const { harness } = await bootWith(
    context,
    { 'once.mjs': "export default ({ log }) => (log.info('made'), { hello: () => 'hello' })" },
    `${rpcSection('once', '%s/once.mjs')}[unix_http_server]\nfile=%(here)s/s\n[inet_http_server]\nport=9001\n`,
  )
  assert.deepEqual(
    harness
      .log()
      .filter((line) => /RPC interface|made/.test(line))
      .sort(),
    ["INFO RPC interface 'once' initialized", "INFO RPC interface 'supervisor' initialized", 'INFO made'],
  )
})

test('without an interface section only system methods exist (EXT-10)', async (context) => {
  const harness = await createHarness('[supervisord]\n[unix_http_server]\nfile=%(here)s/s\n', {
    plugins: standardPlugins,
  })
  context.after(() => harness.stop())
  assert.deepEqual(await ask(harness, 'supervisor.getState'), { fault: 1, text: 'UNKNOWN_METHOD' })
  assert.deepEqual(await ask(harness, 'system.listMethods'), {
    value: ['system.listMethods', 'system.methodHelp', 'system.methodSignature', 'system.multicall'],
  })
})

test('a name without a counterpart is left out, a failing factory is a start-up error (EXT-02, EXT-09)', async (context) => {
  const { harness } = await boot(context, rpcSection('other', 'acme_other.rpc:make'))
  assert.deepEqual(await ask(harness, 'other.getAPIVersion'), { fault: 1, text: 'UNKNOWN_METHOD' })
  const failing = (code: string) => bootWith(context, { 'y.mjs': code }, rpcSection('bad', '%s/y.mjs'))
  await assert.rejects(
    failing("export default () => { throw new Error('no disk') }"),
    /Could not make bad rpc interface/,
  )
  await assert.rejects(failing('export default () => 5'), /Could not make bad rpc interface/)
  await assert.rejects(
    failing("export default 'text'"),
    /y\.mjs in section \[rpcinterface:bad\] is neither a function nor a plugin/,
  )
  await assert.rejects(failing("throw new Error('cannot be imported')"), /cannot be imported/)
  await assert.rejects(
    boot(context, '[rpcinterface:empty]\n'),
    /section \[?rpcinterface:empty\]? does not specify a supervisor.rpcinterface_factory/,
  )
})

test('plugins can add namespaces, refuse calls and hear of them', async (context) => {
  const heard: string[] = []
  const { harness } = await boot(
    context,
    '[unix_http_server]\nfile=%(here)s/s\nusername=u\npassword=p\n[supervisorctl]\nusername=u\npassword=p\n',
    {
      plugins: [
        {
          name: 'audit',
          apply(supervisor) {
            const hooks = rpcHooks(supervisor)
            hooks.namespaces.tap('audit', (registry) =>
              registry.add('audit', { methods: { hello: (name: string) => `hello ${name}` } }),
            )
            hooks.authorize.tap('audit', ({ method }) =>
              method === 'supervisor.shutdown' ? false : undefined,
            )
            hooks.called.tap('audit', ({ method, caller, fault }) => {
              heard.push(`${caller.user}@${caller.server} ${method} ${fault}`)
            })
          },
        },
      ],
    },
  )
  const authorization = `Basic ${Buffer.from('u:p').toString('base64')}`
  const call = async (method: string, ...parameters: XmlRpcValue[]) =>
    (
      await harness.request('POST', '/RPC2', {
        headers: { authorization },
        body: encodeCall(method, parameters),
      })
    ).body
  assert.match(await call('audit.hello', 'you'), /<string>hello you</)
  const refused = /<int>30<[\s\S]*FAILED: supervisor\.shutdown is not allowed/
  assert.match(await call('supervisor.shutdown'), refused)
  assert.match(await call('system.multicall', [{ methodName: 'supervisor.shutdown', params: [] }]), refused)
  assert.deepEqual(heard, [
    'u@unix_http_server audit.hello null',
    'u@unix_http_server supervisor.shutdown FAILED: supervisor.shutdown is not allowed',
    'u@unix_http_server supervisor.shutdown FAILED: supervisor.shutdown is not allowed',
    'u@unix_http_server system.multicall null',
  ])
})

test('an action goes on when its client leaves (RPC-26)', async (context) => {
  const { harness } = await boot(context, program('slow', 'startsecs=5'))
  const { connect } = await import('node:net')
  const socket = connect((await harness.serverurl()).replace('unix://', ''))
  const body = encodeCall('supervisor.startProcess', ['slow'])
  socket.write(`POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
  while (harness.process('slow').state !== 'STARTING') await harness.advance(0)
  socket.destroy()
  await harness.advance(6_000)
  assert.equal(harness.process('slow').state, 'RUNNING')
  assert.equal((await harness.request('GET', '/nothing')).status, 404)
  assert.deepEqual(
    harness.log().filter((line) => /^(CRIT|ERRO) (?!.*without any HTTP authentication)/.test(line)),
    [],
  )
})
