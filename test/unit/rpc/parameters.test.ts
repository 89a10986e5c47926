import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { XmlRpcValue } from '../../../sdk/xmlrpc/index.js'
import { boot, program } from './client.js'

test('names and offsets of wrong types are wrong parameters', async (context) => {
  const { call } = await boot(context, program('web'))
  for (const [method, ...parameters] of [
    ['getProcessInfo', 5],
    ['startProcess', null],
    ['stopProcessGroup', ['web']],
    ['addProcessGroup', { a: 1 }],
    ['readProcessLog', 'web', 'x', 0],
    ['tailProcessLog', 'web', 0, [1]],
    ['readLog', null, 0],
  ] as const) {
    assert.equal(await call(method, ...(parameters as XmlRpcValue[])), '2 INCORRECT_PARAMETERS', method)
  }
})

test('too few and too many arguments are wrong parameters (RPC-07)', async (context) => {
  const { call } = await boot(context, program('web'))
  for (const [method, ...parameters] of [
    ['getPID', 1],
    ['startProcess'],
    ['startProcess', 'web', true, 1],
    ['startAllProcesses', true, 1],
    ['signalProcess', 'web'],
    ['readLog', 0],
    ['sendRemoteCommEvent', 'a'],
  ] as const) {
    assert.equal(await call(method, ...parameters), '2 INCORRECT_PARAMETERS', method)
  }
})
