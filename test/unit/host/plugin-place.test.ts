// Where a plugin failed, in words for its author.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PluginError } from '../../../core/errors.js'

function failing(stack: string): Error {
  return Object.assign(new Error('boom'), { stack: `Error: boom\n${stack}` })
}

test('a failure of a plugin names the innermost line of its own files', () => {
  const stack = [
    '    at node:internal/timers:581:17',
    '    at tap (file:///opt/x/node_modules/reeve/dist/sdk/index.js:3:4)',
    '    at Object.apply (file:///opt/my%20plugins/hk.js?changed=7:12:5)',
    '    at other (file:///opt/other.js:1:1)',
  ].join('\n')
  const error = new PluginError('hk', 'apply', failing(stack))
  assert.equal(error.message, 'plugin hk failed in apply: boom (/opt/my plugins/hk.js:12)')
})

test('a failure without a line of a plugin names none', () => {
  for (const cause of [failing('    at node:internal/timers:581:17'), new Error('boom'), 'boom']) {
    assert.equal(new PluginError('hk', 'apply', cause).message, 'plugin hk failed in apply: boom')
  }
})
