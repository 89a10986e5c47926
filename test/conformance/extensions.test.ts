// What extensions may do, and how long a client may be silent: EXT-03, WEB-13.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createGate } from '../../plugins/http-server/gate.js'
import { Fault } from '../../sdk/index.js'
import { call } from '../support/xmlrpc.js'
import { serve } from '../unit/http/served.js'
import { section } from '../unit/rpc/fake-supervisor.js'

test('a method of an extension may answer later, with a value or a fault (EXT-03)', async (context) => {
  const answers = new Map<string, (outcome: unknown) => void>()
  const { address } = await serve(context, {
    sections: [
      section('rpcinterface:slow', {
        'supervisor.rpcinterface_factory': 'acme.slow:make',
      }),
    ],
    prepare: (made) =>
      void made.modules.set('acme.slow:make', () => ({
        ask: (name: string) =>
          new Promise((resolve, reject) => {
            answers.set(name, (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)))
            if (answers.size < 2) return
            answers.get('second')?.(new Fault('FAILED', 'second'))
            answers.get('first')?.('done')
          }),
      })),
  })
  assert.deepEqual(
    await Promise.all([call(address, 'slow.ask', ['first']), call(address, 'slow.ask', ['second'])]),
    [{ value: 'done' }, { fault: 30, text: 'FAILED: second' }],
  )
})

test('a connection may be idle for half an hour (WEB-13)', () => {
  assert.equal(createGate().server.keepAliveTimeout, 30 * 60_000)
})
