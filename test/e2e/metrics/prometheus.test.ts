// The [prometheus] page of the built program, with real processes behind it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'
import { waitFor } from '../../support/wait.js'
import { parseExposition } from '../../unit/prometheus/exposition-parser.js'

const CONFIG = `[prometheus]
[program:busy]
command=sh -c 'while :; do :; done & wait'
startsecs=0
stopasgroup=true
[program:talks]
command=sh -c 'echo twelve bytes; exec sleep 1000'
startsecs=0
`

test('a scrape tells of real processes: CPU of a child, memory, bytes', {
  skip: process.platform === 'linux' ? false : 'only Linux tells what processes use',
}, async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: CONFIG })
  try {
    await daemon.until('busy', 'RUNNING')
    const busy = { name: 'busy', group: 'busy' }
    const talks = { name: 'talks', group: 'talks' }
    const metrics = await waitFor(
      async () => {
        const answer = await daemon.http('GET', '/metrics')
        assert.equal(answer.status, 200)
        assert.match(answer.headers['content-type'] ?? '', /^text\/plain; version=0\.0\.4/)
        const found = parseExposition(answer.body.toString())
        const hasWorked = found.value('supervisor_process_cpu_seconds_total', busy) >= 0.1
        return hasWorked && found.value('supervisor_process_stdout_bytes_total', talks) > 0 && found
      },
      { what: 'the CPU time of the shell in the background, and the output', everyMs: 100 },
    )
    assert.ok(metrics.value('supervisor_process_resident_memory_bytes', busy) > 100_000)
    assert.equal(metrics.value('supervisor_process_stdout_bytes_total', talks), 13)
    assert.equal(metrics.value('node_supervisord_up', talks), 1)
    assert.ok(metrics.value('process_resident_memory_bytes') > 10_000_000)
  } finally {
    await daemon.close()
  }
})
