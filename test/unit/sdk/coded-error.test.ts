import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RemoteFault } from '../../../sdk/client/index.js'
import { codedError } from '../../../sdk/coded-error.js'
import { Fault, StartUpError } from '../../../sdk/index.js'

test('an error of another copy of the SDK is recognised, one of another code is not', () => {
  class OtherCopy extends codedError('StartUpError', 'REEVE_START_UP') {}
  const plain = Object.assign(new Error('no class at all'), { code: 'REEVE_START_UP' })
  for (const error of [new OtherCopy('x'), plain]) assert.ok(error instanceof StartUpError)
  for (const error of [
    new RemoteFault(10, 'BAD_NAME'),
    new Fault('BAD_NAME'),
    { code: 'REEVE_START_UP' },
    null,
  ]) {
    assert.ok(!(error instanceof StartUpError))
  }
})

test('an error carries its name, its message and what caused it', () => {
  const cause = new Error('below')
  const error = new StartUpError('above', { cause })
  assert.deepEqual(
    [error.name, error.code, error.message, error.cause],
    ['StartUpError', 'REEVE_START_UP', 'above', cause],
  )
  assert.match(String(error.stack), /^StartUpError: above/)
})
