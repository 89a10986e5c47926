import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { startDaemon, writeConfig } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { NOBODY, Scratch } from '../../support/scratch.js'
import { executable, skipUnless } from '../../support/systems.js'

test('a log of the daemon that cannot be opened is exit 2 with its path, in front and in the background', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  const scratch = new Scratch()
  try {
    scratch.folder('folder')
    const locked = scratch.write('locked.log', '', 0o444)
    for (const [path, reason] of [
      [scratch.at('folder'), 'EISDIR'],
      [locked, `EACCES (uid ${NOBODY.uid} may not write it or its directory ${scratch.path})`],
    ]) {
      const file = writeConfig(scratch, `[supervisord]\nlogfile=${path}\n[program:a]\ncommand=sleep 1000\n`)
      scratch.giveTo(NOBODY)
      for (const args of [['-n'], []]) {
        const { code, stderr } = await run(executable('reeve', 'supervisord'), [...args, '-c', file], {
          user: NOBODY,
          environment: scratch.mark,
        })
        assert.equal(code, 2)
        assert.equal(
          stderr.split('\n')[0],
          `Error: could not open the log file ${path}: ${reason}; check logfile in [supervisord]`,
        )
        assert.ok(!scratch.has('s.sock') && !scratch.has('main.pid'))
      }
    }
  } finally {
    await scratch.remove()
  }
})

test('a pidfile that cannot be written is said with the reason, and stops nothing (SIG-10)', {
  skip: skipUnless('reeve'),
}, async () => {
  const scratch = new Scratch()
  scratch.folder('main.pid')
  const config = '[program:a]\ncommand=sleep 1000\n'
  const daemon = await startDaemon({ kind: 'reeve', scratch, config, unready: true })
  try {
    await daemon.logged(/CRIT could not write pidfile \S+main\.pid: EISDIR$/)
    await daemon.until('a', 'RUNNING')
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
    assert.deepEqual(scratch.names('main.pid'), [])
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

test('a childlogdir that cannot be written is a spawn error with the path, until it can (LIFE-36)', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  const scratch = new Scratch()
  mkdirSync(scratch.at('locked'), { mode: 0o555 })
  const config = `
[supervisord]
childlogdir=%(here)s/locked
[program:a]
command=sleep 1000
startsecs=0
startretries=100
[program:b]
command=sleep 1000
stdout_logfile=NONE
stderr_logfile=NONE`
  const daemon = await startDaemon({ kind: 'reeve', scratch, user: NOBODY, config })
  try {
    const reason =
      "unknown error making dispatchers for 'a': EACCES \\(log \\S+/locked/a-stdout---supervisor-\\w{8}\\.log\\)"
    await daemon.logged(new RegExp(`INFO spawnerr: ${reason}$`))
    assert.match((await daemon.info('a')).description as string, new RegExp(`^${reason}$`))
    await daemon.until('b', 'RUNNING')
    chmodSync(scratch.at('locked'), 0o755)
    await daemon.until('a', 'RUNNING')
    assert.equal(scratch.names('locked').length, 2)
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

test('a childlogdir that is deleted under the daemon stops what starts anew, until it is back', {
  skip: skipUnless('reeve'),
}, async () => {
  const config = `
[program:old]
command=sleep 1000
startsecs=0
[program:new]
command=sleep 1000
startsecs=0
startretries=100
autostart=false`
  const daemon = await startDaemon({ kind: 'reeve', config })
  try {
    const { pid } = await daemon.until('old', 'RUNNING')
    rmSync(daemon.scratch.at('logs'), { recursive: true })
    assert.deepEqual(await daemon.call('startProcess', 'new'), { fault: 50, text: 'SPAWN_ERROR: new' })
    await daemon.logged(
      /spawnerr: unknown error making dispatchers for 'new': ENOENT \(log \S+new-stdout\S+\)/,
    )
    const reread = await daemon.call('reloadConfig')
    assert.match(
      'fault' in reread ? reread.text : '',
      /^CANT_REREAD: \S+\/logs is not an existing directory \[.*, section supervisord, option childlogdir\]$/,
    )
    daemon.scratch.folder('logs')
    await daemon.until('new', 'RUNNING')
    assert.equal((await daemon.info('old')).pid, pid)
  } finally {
    await daemon.close()
  }
})

test('a log that is a folder, a pipe without a reader or a device that is full is told with its path', {
  skip: skipUnless('reeve'),
}, async () => {
  const scratch = new Scratch()
  scratch.folder('folder.log')
  execFileSync('mkfifo', [scratch.at('fifo.log')])
  const config = ['folder', 'fifo', 'full']
    .map((name) => {
      const log = name === 'full' ? '/dev/full' : `%(here)s/${name}.log`
      return `[program:${name}]\ncommand=sh -c "echo out; exec sleep 1000"\nstartretries=0\nstdout_logfile=${log}\n`
    })
    .join('')
  const daemon = await startDaemon({ kind: 'reeve', scratch, config })
  try {
    await daemon.logged(
      /spawnerr: unknown error making dispatchers for 'folder': EISDIR \(log \S+folder\.log\)/,
    )
    await daemon.logged(/spawnerr: unknown error making dispatchers for 'fifo': ENXIO \(log \S+fifo\.log\)/)
    await daemon.logged(/ERRO could not write to log '\/dev\/full': ENOSPC; output is dropped until/)
    await daemon.until('full', 'RUNNING')
    assert.equal((await daemon.info('folder')).statename, 'FATAL')
    assert.equal((await daemon.info('fifo')).statename, 'FATAL')
    assert.equal(await daemon.ask('stopProcess', 'full'), true)
    await daemon.logged(
      /WARN log '\/dev\/full' is closed and could not be written to the end; 4 bytes were lost/,
    )
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})
