// Signals to the daemon: SIG-01 to SIG-05, LIFE-65 to LIFE-67, DIFF-23, DIFF-24, on the built program.

import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { startDaemon, writeConfig } from '../../support/daemon.js'
import { isAlive } from '../../support/processes.js'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { launch } from './background.js'

const skip = skipUnless('reeve')
const program = (name: string, command = 'sleep 1000') =>
  `[program:${name}]\ncommand=${command}\nstartsecs=0\nstopwaitsecs=600\n`

/** Leaves at TERM once a file `let-go` is there. */
const RELUCTANT =
  'trap "until [ -e let-go ]; do sleep .02; done; exit 0" TERM; echo up; while :; do sleep .02; done'

test('TERM, INT and QUIT stop everything and exit with 0 (SIG-01, LIFE-65)', { skip }, async () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const) {
    const daemon = await startDaemon({ kind: 'reeve', config: program('a') + program('b') })
    const { scratch } = daemon
    try {
      const pids = [await daemon.until('a', 'RUNNING'), await daemon.until('b', 'RUNNING')].map(
        (info) => info.pid,
      )
      daemon.signal(signal)
      assert.equal(await daemon.exit(), 0)
      assert.equal(daemon.matching(new RegExp(` WARN received ${signal} indicating exit request$`)).length, 1)
      assert.equal(daemon.matching(/ stopped: [ab] \(terminated by SIGTERM\)$/).length, 2)
      assert.deepEqual(pids.map(isAlive), [false, false])
      assert.deepEqual(
        scratch.names().filter((name) => /sock|pid/.test(name)),
        [],
      )
    } finally {
      await daemon.close()
    }
  }
})

test('more of the same signals until the very end change nothing, not even the exit code', {
  skip,
}, async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: program('a') })
  try {
    await daemon.until('a', 'RUNNING')
    const storm = setInterval(() => daemon.signal('SIGTERM'), 1)
    try {
      assert.equal(await daemon.exit(), 0)
    } finally {
      clearInterval(storm)
    }
  } finally {
    await daemon.close()
  }
})

test('HUP starts everything anew from the file as it is now, in the same process (SIG-02, LIFE-66)', {
  skip,
}, async () => {
  const scratch = new Scratch()
  scratch.folder('elsewhere')
  // By a relative name, and from another directory: the file is found all the same.
  const daemon = await launch(`[supervisord]\ndirectory=elsewhere\n${program('a')}${program('gone')}`, {
    scratch,
    relative: true,
  })
  try {
    const before = await daemon.pidOf('a')
    const gone = await daemon.pidOf('gone')
    const logs = scratch.names('logs')
    writeConfig(scratch, `[supervisord]\nloglevel=debug\n${program('a')}${program('new')}`)
    daemon.signal('SIGHUP')
    await daemon.logged(/supervisord started with pid/, 2)
    assert.equal(await daemon.ask('getPID'), daemon.pid)
    assert.notEqual(await daemon.pidOf('a'), before)
    assert.ok((await daemon.pidOf('new')) > 0)
    assert.deepEqual([before, gone].map(isAlive), [false, false])
    assert.equal(scratch.read('main.pid'), `${daemon.pid}\n`)
    assert.deepEqual(
      scratch.names('logs').filter((name) => logs.includes(name)),
      [],
    )
    await daemon.ask('stopProcess', 'a')
    await daemon.logged(/ DEBG killing a /)
  } finally {
    await daemon.close()
  }
})

test('HUP with a broken file is refused and everything runs on (DIFF-23, EDGE-30)', { skip }, async () => {
  const daemon = await launch(program('a'))
  try {
    const child = await daemon.pidOf('a')
    writeConfig(daemon.scratch, `${program('a')}startsecs=soon`)
    daemon.signal('SIGHUP')
    assert.match(await daemon.logged(/ ERRO /), /restart refused.*'soon' in section 'program:a'/)
    assert.equal(await daemon.pidOf('a'), child)
    assert.deepEqual(await daemon.ask('getState'), { statecode: 1, statename: 'RUNNING' })
    writeConfig(daemon.scratch, program('a') + program('b'))
    daemon.signal('SIGHUP')
    await daemon.logged(/supervisord started with pid/, 2)
    assert.ok((await daemon.pidOf('b')) > 0)
    assert.equal(isAlive(child), false)
  } finally {
    await daemon.close()
  }
})

test('a restart that cannot bind its new port goes back to the configuration before', { skip }, async () => {
  const occupant = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => occupant.once('listening', resolve))
  const { port } = occupant.address() as { port: number }
  const daemon = await launch(program('a'))
  try {
    const before = await daemon.pidOf('a')
    writeConfig(daemon.scratch, `[inet_http_server]\nport=127.0.0.1:${port}\n${program('b')}`)
    daemon.signal('SIGHUP')
    assert.match(
      await daemon.logged(/ CRIT the new configuration cannot be started/),
      /going back to the one before: Another program is already listening/,
    )
    await daemon.logged(/supervisord started with pid/, 2)
    assert.notEqual(await daemon.pidOf('a'), before)
    assert.equal(daemon.isRunning, true)
  } finally {
    occupant.close()
    await daemon.close()
  }
})

test('a reload whose server can be opened nowhere any more goes on without it until it can', {
  skip,
}, async () => {
  const scratch = new Scratch()
  const folder = scratch.folder('run')
  const daemon = await startDaemon({
    kind: 'reeve',
    scratch,
    address: { socketPath: scratch.at('run/s.sock') },
    bare: true,
    config: `[unix_http_server]
file=%(here)s/run/s.sock
[supervisord]
logfile=%(here)s/main.log
pidfile=%(here)s/main.pid
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
${program('a')}`,
  })
  try {
    await daemon.until('a', 'RUNNING')
    rmSync(folder, { recursive: true })
    daemon.signal('SIGHUP')
    await daemon.logged(
      / CRIT Cannot open an HTTP server: .*\/run'.*; it is left out, with what requires it, until the next reload$/,
    )
    await daemon.logged(/spawned: 'a'/, 2)
    assert.equal(daemon.isRunning, true)
    scratch.folder('run')
    daemon.signal('SIGHUP')
    await daemon.logged(/spawned: 'a'/, 3)
    await daemon.until('a', 'RUNNING')
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

test('TERM during a restart makes it a shutdown, and HUP during a shutdown is ignored (LIFE-67, DIFF-24)', {
  skip,
}, async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: '' })
  const { scratch } = daemon
  try {
    scratch.script('reluctant', RELUCTANT)
    writeConfig(scratch, `${program('slow', '%(here)s/reluctant')}stdout_logfile=%(here)s/slow.log\n`)
    daemon.signal('SIGHUP')
    await daemon.logged(/supervisord started with pid/, 2)
    await waitFor(() => scratch.has('slow.log') && scratch.read('slow.log') === 'up\n', { what: 'the trap' })
    daemon.signal('SIGHUP')
    await daemon.logged(/waiting for slow to die/)
    daemon.signal('SIGTERM')
    await daemon.logged(/received SIGTERM indicating exit request/)
    for (const method of ['shutdown', 'restart'] as const) {
      assert.deepEqual(await daemon.call(method), { fault: 6, text: 'SHUTDOWN_STATE' })
    }
    daemon.signal('SIGHUP')
    await daemon.logged(/ WARN ignored SIGHUP indicating restart request \(shutdown in progress\)$/)
    scratch.write('let-go', '')
    assert.equal(await daemon.exit(), 0)
    assert.equal(daemon.matching(/supervisord started with pid/).length, 2)
  } finally {
    await daemon.close()
  }
})

test('a TERM at any moment of a restart ends the daemon', { skip }, async () => {
  // Each round is a little later: while programs stop, while servers close, while the next run comes up.
  for (let delayMs = 0; delayMs <= 12; delayMs += 3) {
    const daemon = await startDaemon({ kind: 'reeve', config: program('a') })
    try {
      await daemon.until('a', 'RUNNING')
      daemon.signal('SIGHUP')
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      daemon.signal('SIGTERM')
      assert.equal(await daemon.exit(), 0, daemon.log.text)
    } finally {
      await daemon.close()
    }
  }
})

test('USR1 ends the daemon by its default action (SIG-05)', { skip }, async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: '' })
  try {
    daemon.signal('SIGUSR1')
    assert.equal(await daemon.exit(), null)
    assert.equal(daemon.stderr.text, '')
  } finally {
    await daemon.close()
  }
})
