import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { CROWD } from '../../bench/programs/index.js'
import { startDaemon } from '../../support/daemon.js'
import { Lines } from '../../support/lines.js'
import { kill } from '../../support/processes.js'
import { skipUnless } from '../../support/systems.js'

test('1,000 slow, half-open and asking clients keep no program from its restart and no other client from its answer', {
  skip: skipUnless('reeve'),
}, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: '[supervisord]\nminfds=4096\n[program:p]\ncommand=sleep 100000\nstartsecs=0\nautorestart=true',
  })
  const crowd = spawn(process.execPath, [CROWD, daemon.scratch.at('s.sock'), '400', '400', '200'], {
    env: { ...process.env, ...daemon.scratch.mark },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const left = new Promise((resolve) => crowd.once('exit', resolve))
  try {
    await new Lines(crowd.stdout).waitFor(/^here$/)
    for (let round = 1; round <= 5; round += 1) {
      const { pid } = await daemon.until('p', 'RUNNING')
      kill(pid, 'SIGKILL')
      await daemon.logged(/spawned: 'p'/, round + 1)
      const successor = await daemon.until('p', 'RUNNING')
      assert.notEqual(successor.pid, pid)
    }
    assert.equal(crowd.exitCode, null, 'the crowd is still there')
    crowd.kill('SIGKILL')
    await left
    assert.deepEqual(await daemon.ask('getState'), { statecode: 1, statename: 'RUNNING' })
    await daemon.ask('stopAllProcesses')
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
    assert.doesNotMatch(daemon.log.text, / ERRO |cannot answer/)
    assert.equal(daemon.stderr.text, '')
  } finally {
    crowd.kill('SIGKILL')
    await daemon.close()
  }
})
