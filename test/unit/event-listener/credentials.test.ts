import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness, type Harness } from 'reeve/testing'
import { standardPlugins } from '../../../plugins/standard.js'
import { httpHooks } from '../../../sdk/index.js'

const CONFIG = `[unix_http_server]
file=%(here)s/s.sock
username=operator
password={SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d
[supervisord]
[eventlistener:pool]
command=/bin/cat
events=EVENT
startsecs=0
[program:web]
command=/bin/cat
`

/** Stops once the HTTP server has opened, so that no import is under way. */
async function closed(harness: Harness): Promise<void> {
  await harness.request('GET', '/')
  await harness.stop()
}

const basic = (name = '', password = '') => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`

test('where a server asks for a password each listener gets one of its own, which ends with it', async () => {
  const harness = await createHarness(CONFIG, { plugins: standardPlugins })
  const { sections } = harness.supervisor.config
  const server = sections.find(({ kind }) => kind === 'unix_http_server')!
  const ask = (authorization: string) =>
    httpHooks(harness.supervisor).authenticate.call({ authorization, server })
  const credentials = () => {
    const { SUPERVISOR_USERNAME: name, SUPERVISOR_PASSWORD: password } =
      harness.child('pool').request.environment
    return { name, password, header: basic(name, password) }
  }
  await harness.advance(1)
  const first = credentials()
  assert.deepEqual(ask(first.header), { user: first.name, server: 'unix_http_server' })
  assert.equal(ask(basic(first.name, 'guess')), false)
  assert.equal(ask(basic('operator', 'x')), undefined)
  assert.equal(harness.child('web').request.environment.SUPERVISOR_USERNAME, undefined)

  harness.child('pool').exit({ code: 1 })
  await harness.advance(1)
  assert.equal(ask(first.header), undefined)
  assert.notEqual(credentials().password, first.password)
  assert.equal(typeof ask(credentials().header), 'object')
  await closed(harness)
})

test('credentials that the operator configured for a listener stay', async () => {
  const config = CONFIG.replace(
    'startsecs=0',
    'environment=SUPERVISOR_USERNAME="operator",SUPERVISOR_PASSWORD="x"',
  )
  const harness = await createHarness(config, { plugins: standardPlugins })
  assert.equal(harness.child('pool').request.environment.SUPERVISOR_USERNAME, 'operator')
  await closed(harness)
})

test('without a password nothing is set', async () => {
  const harness = await createHarness(CONFIG.replace(/^(username|password).*\n/gm, ''), {
    plugins: standardPlugins,
  })
  assert.equal(harness.child('pool').request.environment.SUPERVISOR_USERNAME, undefined)
  await closed(harness)
})

test('a server without a password is warned of also beside one with a password (MSG-02)', async () => {
  const open = CONFIG.replace('[supervisord]', '[inet_http_server]\nport=127.0.0.1:9001\n[supervisord]')
  const harness = await createHarness(open, { plugins: standardPlugins })
  assert.deepEqual(
    harness.log().filter((line) => /authentication/.test(line)),
    ["CRIT Server 'inet_http_server' running without any HTTP authentication checking"],
  )
  await closed(harness)
})
