// [memmon] of the built program: a shell whose child takes real memory is restarted.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'

const CONFIG = `[memmon]
programs=greedy=60MB
any=4GB
interval=1
[program:greedy]
command=sh -c 'node -e "globalThis.kept = Buffer.alloc(80e6, 1); setInterval(() => {}, 1000)" & wait'
startsecs=0
stopasgroup=true
[program:modest]
command=sleep 1000
startsecs=0
`

test('a program whose child takes too much memory is restarted, with the reason in the log', {
  skip: process.platform === 'linux' ? false : 'only Linux tells what processes use',
}, async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: CONFIG })
  try {
    const { pid } = await daemon.until('modest', 'RUNNING')
    const line = await daemon.log.waitFor(/memmon: restarting greedy: it uses .* MB, more than the 60 MB/)
    assert.match(String(line), /of program greedy/)
    await daemon.log.waitFor(/spawned: 'greedy'/, 2)
    assert.equal((await daemon.info('modest')).pid, pid)
  } finally {
    await daemon.close()
  }
})
