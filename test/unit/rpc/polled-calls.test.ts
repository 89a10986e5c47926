import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PolledCalls } from '../../../plugins/xmlrpc/polled-calls.js'
import { boot, program } from './client.js'

const callOf = (method: string, rest = '') =>
  `<methodCall><methodName>${method}</methodName>${rest}</methodCall>`
const call = (parameters: readonly string[] = []) => ({ method: 'm', parameters })

test('calls that come again with the same bytes are answered as the first, whatever comes between', async (context) => {
  const { harness } = await boot(context, program('web'))
  const ask = async (body: string) => {
    const { status, body: text } = await harness.request('POST', '/RPC2', { body })
    return `${status} ${/<(?:int|string)>([^<]*)</.exec(text)?.[1] ?? ''}`
  }
  const info = callOf(
    'supervisor.getProcessInfo',
    '<params><param><value><string>web</string></value></param></params>',
  )
  for (let round = 0; round < 3; round++) {
    assert.equal(await ask(callOf('supervisor.getAPIVersion')), '200 3.0')
    assert.equal(await ask(callOf('supervisor.getIdentification')), '200 supervisor')
    assert.equal(await ask(`${callOf('supervisor.getAPIVersion')} `), '200 3.0')
    assert.equal(await ask(callOf('supervisor.getAPIVersion').slice(0, -1)), '400 ')
    assert.equal(await ask(callOf('supervisor.nothing')), '200 1')
    assert.equal(await ask(callOf('')), '400 ')
    assert.match(await ask(info), /^200 /)
  }
})

test('a call is known again only without parameters, when it is short, and while few others came', () => {
  const polled = new PolledCalls()
  polled.remember({ data: 'plain' }, [], call())
  polled.remember({ data: 'with' }, [], call(['secret']))
  polled.remember({ data: 'x'.repeat(600) }, [], call())
  assert.deepEqual(
    ['plain', 'with', 'x'.repeat(600)].map((text) => polled.tree(text) !== undefined),
    [true, false, false],
  )
  for (let number = 0; number < 31; number++) polled.remember({ data: `${number}` }, [], call())
  assert.ok(polled.tree('plain'))
  polled.remember({ data: 'one more' }, [], call())
  assert.deepEqual(
    ['plain', '0', 'one more'].map((text) => polled.tree(text) !== undefined),
    [false, true, true],
  )
})
