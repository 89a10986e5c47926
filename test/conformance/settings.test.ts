// What the daemon does with its own section over its life: CFG-DIFF-03, CFG-ERR-06, CFG-SUPD-11, EDGE-18, EDGE-33.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Daemon, type DaemonOptions, startDaemon, writeConfig } from '../support/daemon.js'
import { Scratch } from '../support/scratch.js'
import { skipUnless } from '../support/systems.js'

const skip = skipUnless('reeve')

async function withDaemon(
  config: string,
  use: (daemon: Daemon) => Promise<void>,
  options: Partial<DaemonOptions> = {},
): Promise<void> {
  const daemon = await startDaemon({ kind: 'reeve', config, ...options })
  try {
    await use(daemon)
  } finally {
    await daemon.close()
  }
}

test('a reread leaves the settings of the daemon alone, a restart takes them (CFG-DIFF-03, EDGE-33)', {
  skip,
}, async () => {
  await withDaemon('', async (daemon) => {
    const { scratch } = daemon
    writeConfig(
      scratch,
      '[supervisord]\nidentifier=second\npidfile=%(here)s/other.pid\nlogfile=%(here)s/other.log',
    )
    await daemon.ask('reloadConfig')
    assert.equal(await daemon.ask('getIdentification'), 'supervisor')
    assert.equal(await daemon.ask('readLog', 0, 0), scratch.read('main.log'))
    assert.deepEqual([scratch.has('other.log'), scratch.has('other.pid')], [false, false])
    await daemon.ask('restart')
    await daemon.logged(/supervisord started with pid/, 2)
    assert.equal(await daemon.ask('getIdentification'), 'second')
    assert.equal(scratch.read('other.pid'), `${daemon.pid}\n`)
    assert.equal(await daemon.ask('readLog', 0, 0), scratch.read('other.log'))
  })
})

test('a program that was stopped by hand comes back with a restart of the daemon (EDGE-18)', {
  skip,
}, async () => {
  await withDaemon('[program:a]\ncommand=sleep 1000', async (daemon) => {
    await daemon.until('a', 'RUNNING')
    await daemon.ask('stopProcess', 'a')
    await daemon.ask('restart')
    await daemon.logged(/supervisord started with pid/, 2)
    await daemon.until('a', 'RUNNING')
  })
})

test('a log that cannot be opened ends the start (CFG-ERR-06)', { skip }, async () => {
  await withDaemon(
    '[supervisord]\nlogfile=%(here)s/logs',
    async (daemon) => {
      assert.notEqual(await daemon.exit(), 0)
      await daemon.stderr.end
      assert.match(daemon.stderr.text, /logs\b.*EISDIR|EISDIR.*logs\b|is a directory/i)
      assert.equal(daemon.scratch.has('s.sock'), false)
    },
    { unready: true },
  )
})

for (const [config, remains] of [
  ['', false],
  ['[supervisord]\nnocleanup=true', true],
] as const) {
  test(`generated logs of an earlier run ${remains ? 'stay with nocleanup' : 'are removed'} (CFG-SUPD-11)`, {
    skip,
  }, async () => {
    const scratch = new Scratch()
    try {
      scratch.folder('logs')
      scratch.write('logs/web-stdout---supervisor-a1b2c3d4.log', 'of an earlier run\n')
      await withDaemon(
        config,
        async () => {
          assert.equal(scratch.has('logs/web-stdout---supervisor-a1b2c3d4.log'), remains)
        },
        { scratch },
      )
    } finally {
      await scratch.remove()
    }
  })
}
