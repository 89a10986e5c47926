import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'

// As the package's README has it.
const CONFIG = `[program:web]
command = sh -c "echo hello; echo wörld >&2; exec sleep 1000"
startsecs = 0
stdout_events_enabled = true
stderr_events_enabled = true
[eventlistener:stdout]
command = supervisor_stdout
buffer_size = 100
events = PROCESS_LOG
result_handler = supervisor_stdout:event_handler
`

test('supervisor_stdout prints each line that programs log on the stdout of the daemon (clients.md 16)', async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: CONFIG })
  try {
    await daemon.logged(/^web stdout \| hello$/)
    await daemon.logged(/^web stderr \| wörld$/)
    assert.doesNotMatch(daemon.log.text, /WARN|ERRO|\| $/)
    assert.equal((await daemon.info('stdout')).statename, 'RUNNING')
  } finally {
    await daemon.close()
  }
})
