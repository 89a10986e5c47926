// Answers over HTTP that no other test shows: RPC-11, RPC-25.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon } from '../support/daemon.js'
import { skipUnless } from '../support/systems.js'
import { waitFor } from '../support/wait.js'
import { decodeOutcome, encodeCall } from '../support/xmlrpc.js'

const skip = skipUnless('reeve')

test('the length of an answer counts bytes, of one that had to wait too (RPC-11)', { skip }, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: '[program:größe]\ncommand=sleep 1000\nautostart=false',
  })
  try {
    for (const method of ['startProcessGroup', 'getAllProcessInfo', 'stopProcessGroup']) {
      const body = encodeCall(`supervisor.${method}`, method.endsWith('Group') ? ['größe'] : [])
      const { headers, body: answer } = await daemon.http('POST', '/RPC2', { body })
      assert.equal(headers['content-length'], `${answer.length}`, method)
      assert.match(JSON.stringify(decodeOutcome(answer.toString('utf8'))), /"name":"größe"/, method)
    }
  } finally {
    await daemon.close()
  }
})

test('a start of everything names those that are just stopping (RPC-25)', { skip }, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config:
      '[program:slow]\ncommand=%(here)s/slow\nstartsecs=0\nautostart=false\n[program:up]\ncommand=sleep 1000',
  })
  try {
    daemon.scratch.script('slow', 'trap "" TERM\necho ready\nwhile :; do sleep 1; done')
    await daemon.ask('startProcess', 'slow')
    await daemon.until('up', 'RUNNING')
    await waitFor(async () => (await daemon.ask('readProcessStdoutLog', 'slow', 0, 0)) !== '', {
      what: 'slow to have its trap',
    })
    await daemon.ask('stopProcess', 'slow', false)
    assert.deepEqual(await daemon.ask('startAllProcesses'), [
      { name: 'slow', group: 'slow', status: 40, description: 'ABNORMAL_TERMINATION: slow' },
    ])
  } finally {
    await daemon.close()
  }
})
