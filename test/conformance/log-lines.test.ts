// Lines of the daemon's log that no other test shows: MSG-11, SIG-04.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon } from '../support/daemon.js'
import { skipUnless } from '../support/systems.js'

const skip = skipUnless('reeve')

test('at debug the log tells signals to programs and their ends (MSG-11, SIG-04)', { skip }, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: '[supervisord]\nloglevel=debug\n[program:a]\ncommand=sleep 1000',
  })
  try {
    const { pid } = await daemon.until('a', 'RUNNING')
    await daemon.ask('signalProcess', 'a', 'CONT')
    await daemon.ask('stopProcess', 'a')
    await daemon.logged(/stopped: a/)
    for (const line of [
      `DEBG sending a (pid ${pid}) sig SIGCONT`,
      `DEBG killing a (pid ${pid}) with signal SIGTERM`,
      'DEBG received SIGCHLD indicating a child quit',
    ]) {
      assert.ok(daemon.log.text.includes(line), `${line} in:\n${daemon.log.text}`)
    }
  } finally {
    await daemon.close()
  }
})
