// What extensions may do, and how long a client may be silent: EXT-03, WEB-13.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createGate } from '../../plugins/http-server/gate.js'
import { Scratch } from '../support/scratch.js'
import { call } from '../support/xmlrpc.js'
import { serve } from '../unit/http/served.js'

const SLOW = `const answers = new Map()
export default () => ({
  ask: (name) =>
    new Promise((resolve, reject) => {
      answers.set(name, { resolve, reject })
      if (answers.size < 2) return
      answers.get('second').reject(Object.assign(new Error('FAILED: second'), { faultCode: 30, faultName: 'FAILED' }))
      answers.get('first').resolve('done')
    }),
})`

test('a method of an extension may answer later, with a value or a fault (EXT-03)', async (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  const module = scratch.write('slow.mjs', SLOW)
  const { address } = await serve(context, {
    config: `[rpcinterface:slow]\nsupervisor.rpcinterface_factory=${module}\n`,
  })
  assert.deepEqual(
    await Promise.all([call(address, 'slow.ask', ['first']), call(address, 'slow.ask', ['second'])]),
    [{ value: 'done' }, { fault: 30, text: 'FAILED: second' }],
  )
})

test('a connection may be idle for half an hour (WEB-13)', () => {
  assert.equal(createGate().server.keepAliveTimeout, 30 * 60_000)
})
