// The example of an rpcinterface factory in plain JavaScript.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { bootSupervisor } from 'reeve/testing'
import { packageRoot } from '../../../core/modules/package-root.js'

const boot = (more = '') =>
  bootSupervisor({
    config: `[rpcinterface:notes]
supervisor.rpcinterface_factory = ${join(packageRoot(), 'sdk/examples/notes/notes.js')}:makeNotes
${more}`,
  })

test('notes are kept by name, and written to the log', async () => {
  const harness = await boot()
  assert.equal(await harness.rpc('notes.set', 'release', '1.2'), true)
  assert.equal(await harness.rpc('notes.get', 'release'), '1.2')
  assert.equal(await harness.rpc('notes.get', 'nothing'), '')
  assert.deepEqual(await harness.rpc('notes.names'), ['release'])
  assert.ok(harness.log().includes('INFO note release: 1.2'))
  await harness.stop()
})

test('what is no text, too much or private is a fault', async () => {
  const harness = await boot('most = 1')
  await assert.rejects(harness.rpc('notes.set', 'release', 5), /INCORRECT_PARAMETERS/)
  await assert.rejects(harness.rpc('notes.set', 'release'), /INCORRECT_PARAMETERS/)
  await assert.rejects(harness.rpc('notes._clear'), /UNKNOWN_METHOD/)
  await harness.rpc('notes.set', 'release', '1.2')
  await assert.rejects(harness.rpc('notes.set', 'another', '1.3'), /INCORRECT_PARAMETERS/)
  await harness.stop()
})

test('a value that cannot be is an error at the start', async () => {
  await assert.rejects(boot('most = none'), /most in \[rpcinterface:notes\] is a number above 0, not 'none'/)
})
