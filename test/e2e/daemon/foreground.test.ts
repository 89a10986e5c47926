// Staying in the foreground: LOG-04, CFG-SUPD-06..08, EDGE-23, on the built program.

import assert from 'node:assert/strict'
import { readFileSync, readlinkSync } from 'node:fs'
import { test } from 'node:test'
import { startDaemon, writeConfig } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

const skip = skipUnless('reeve')

test('-n stays the process that was started, and repeats its log on stdout (LOG-04)', { skip }, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: '[supervisord]\numask=077\ndirectory=/\n[program:a]\ncommand=sleep 1000',
  })
  const { scratch } = daemon
  try {
    await daemon.until('a', 'STARTING', 'RUNNING')
    assert.equal(scratch.read('main.pid'), `${daemon.pid}\n`)
    assert.equal(readlinkSync(`/proc/${daemon.pid}/cwd`), scratch.path)
    const umask = process.umask().toString(8).padStart(4, '0')
    assert.match(readFileSync(`/proc/${daemon.pid}/status`, 'utf8'), new RegExp(`^Umask:\\s${umask}$`, 'm'))
    for (const option of ['umask', 'directory']) {
      assert.equal(daemon.matching(new RegExp(` INFO .*${option} has no effect`)).length, 1)
    }
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
    await daemon.log.end
    assert.equal(daemon.log.text, scratch.read('main.log'))
    assert.equal(daemon.stderr.text, '')
  } finally {
    await daemon.close()
  }
})

test('-s and silent=true keep stdout quiet (CFG-SUPD-08)', { skip }, async () => {
  for (const [config, args] of [
    ['', ['-s']],
    ['[supervisord]\nsilent=true', []],
  ] as const) {
    const daemon = await startDaemon({ kind: 'reeve', config, args, unready: true })
    try {
      await waitFor(
        () => daemon.scratch.has('main.log') && /started with pid/.test(daemon.scratch.read('main.log')),
        {
          what: 'the daemon to start',
        },
      )
      daemon.signal('SIGTERM')
      assert.equal(await daemon.exit(), 0)
      await daemon.log.end
      assert.deepEqual([daemon.log.text, daemon.stderr.text], ['', ''])
    } finally {
      await daemon.close()
    }
  }
})

test('nodaemon=true in the file is enough (CFG-SUPD-07)', { skip }, async () => {
  const scratch = new Scratch()
  try {
    const file = writeConfig(
      scratch,
      '[supervisord]\nnodaemon=True\n[program:a]\ncommand=sh -c "kill -TERM $PPID"',
    )
    const { code, stdout } = await run(executable('reeve', 'supervisord'), ['-c', file], {
      directory: scratch.path,
      environment: scratch.mark,
    })
    assert.equal(code, 0)
    assert.match(stdout, /received SIGTERM indicating exit request/)
    assert.doesNotMatch(stdout, /daemonizing/)
  } finally {
    await scratch.remove()
  }
})
