// The example of sdk/listener/README.md, tested as the author of a listener tests: as the program it is, without a
// supervisor.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { startListener } from 'reeve/sdk/listener/testing'
import { repository } from '../../support/systems.js'

const PROGRAM = join(repository, 'dist/sdk/examples/last-words/last-words.js')

const start = () =>
  startListener(process.execPath, [PROGRAM], {
    environment: { SUPERVISOR_SERVER_URL: 'unix:///nowhere.sock' },
  })

test('the example keeps quiet about ends that were expected', async () => {
  const listener = start()
  assert.equal(await listener.send('PROCESS_STATE_EXITED', { expected: true }), 'OK')
  assert.equal(await listener.end(), 0)
  assert.equal(listener.stderr, '')
})

test('the example gives an event back that it cannot handle', async () => {
  const listener = start()
  assert.equal(await listener.send('PROCESS_STATE_EXITED', { processName: 'web', expected: false }), 'FAIL')
  assert.equal(await listener.exited, 1)
  assert.match(listener.stderr, /nowhere\.sock/)
})

test('the example says what it needs', async () => {
  const listener = startListener(process.execPath, [PROGRAM], { environment: { SUPERVISOR_SERVER_URL: '' } })
  await assert.rejects(listener.send('TICK_5'), /SUPERVISOR_SERVER_URL is not set/)
})
