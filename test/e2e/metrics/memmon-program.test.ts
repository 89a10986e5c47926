// The classic line `[eventlistener:x] command=memmon ...`, under either supervisor.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'
import { type Kind, repository, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

for (const kind of ['reeve', 'supervisor'] as const satisfies readonly Kind[]) {
  test(`memmon restarts what is over its limit and sends mail, under ${kind}`, {
    skip: skipUnless(kind),
  }, async () => {
    // Reeve finds its own programs wherever PATH leads; Supervisor needs the path.
    const command = kind === 'reeve' ? 'memmon' : join(repository, 'core/bin/memmon')
    const daemon = await startDaemon({
      kind,
      config: `[eventlistener:memmon]
command=${command} -c -p greedy=60MB -g modest=1GB -m ops@example.com -n box -s "cat >> %(here)s/mail"
events=TICK_5
stderr_logfile=%(here)s/memmon.log
[program:greedy]
command=sh -c 'node -e "globalThis.kept = Buffer.alloc(80e6, 1); setInterval(() => {}, 1000)" & wait'
startsecs=0
stopasgroup=true
killasgroup=true
[program:modest]
command=sleep 1000
startsecs=0
`,
    })
    try {
      const { pid } = await daemon.until('modest', 'RUNNING')
      const read = (file: string) => (daemon.scratch.has(file) ? daemon.scratch.read(file) : '')
      const mail = await waitFor(
        async () => {
          await daemon.call('getState')
          return /process greedy restarted/.test(read('mail')) && read('mail')
        },
        {
          what: 'the mail',
          everyMs: 100,
          deadlineMs: 40_000,
          instead: () => daemon.log.text + read('memmon.log'),
        },
      )
      assert.match(mail, /^To: ops@example.com$/m)
      assert.match(mail, /^Subject: memmon \[box\]: process greedy restarted$/m)
      assert.match(mail, /more than the 60 MB of program greedy/)
      assert.match(read('memmon.log'), /memmon: restarting greedy: it uses \d+/)
      assert.equal((await daemon.info('modest')).pid, pid)
      assert.equal((await daemon.info('memmon')).statename, 'RUNNING')
    } finally {
      await daemon.close()
    }
  })
}
