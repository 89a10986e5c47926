// The daemon's own log: LOG-01 to LOG-09, SIG-03, on the built program.

import assert from 'node:assert/strict'
import { renameSync, rmdirSync } from 'node:fs'
import { test } from 'node:test'
import { type Daemon, startDaemon, writeConfig } from '../../support/daemon.js'
import type { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { launch } from './background.js'

const skip = skipUnless('reeve')

/** Each call writes one line at debug. */
async function talk(daemon: Daemon, count: number): Promise<void> {
  for (let round = 0; round < count; round += 1) await daemon.ask('signalProcess', 'a', 'CONT')
}

const SLEEPER = '[program:a]\ncommand=sleep 1000\nstartsecs=0\nstdout_logfile=NONE\nstderr_logfile=NONE\n'

test('the log is rotated by size, keeps its backups and loses no line (CFG-SUPD-02, CFG-SUPD-03)', {
  skip,
}, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: `[supervisord]\nloglevel=debug\nlogfile_maxbytes=1000\nlogfile_backups=2\n${SLEEPER}`,
  })
  const { scratch } = daemon
  try {
    await daemon.until('a', 'RUNNING')
    await talk(daemon, 80)
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
    await daemon.log.end
    const names = scratch.names().filter((name) => name.startsWith('main.log'))
    assert.deepEqual(names, ['main.log', 'main.log.1', 'main.log.2'])
    for (const name of ['main.log.1', 'main.log.2']) {
      const size = scratch.read(name).length
      assert.ok(size >= 1000 && size < 1200, `${name} has ${size} bytes`)
    }
    const kept = ['main.log.2', 'main.log.1', 'main.log'].map((name) => scratch.read(name)).join('')
    assert.ok(daemon.log.text.endsWith(kept), kept)
  } finally {
    await daemon.close()
  }
})

test('without backups the log is emptied, and maxbytes=0 never rotates', { skip }, async () => {
  for (const [maxbytes, isWhole] of [
    ['1000', false],
    ['0', true],
  ] as const) {
    const daemon = await startDaemon({
      kind: 'reeve',
      config: `[supervisord]\nloglevel=debug\nlogfile_maxbytes=${maxbytes}\nlogfile_backups=0\n${SLEEPER}`,
    })
    const { scratch } = daemon
    try {
      await daemon.until('a', 'RUNNING')
      await talk(daemon, 20)
      daemon.signal('SIGTERM')
      await daemon.exit()
      await daemon.log.end
      assert.deepEqual(
        scratch.names().filter((name) => name.startsWith('main.log')),
        ['main.log'],
      )
      const text = scratch.read('main.log')
      assert.ok(daemon.log.text.endsWith(text))
      assert.equal(text === daemon.log.text, isWhole)
    } finally {
      await daemon.close()
    }
  }
})

test('loglevel says what is written (CFG-SUPD-04)', { skip }, async () => {
  const seen = new Map<string, Set<string>>()
  for (const level of ['critical', 'error', 'warn', 'info', 'debug', 'blather']) {
    const daemon = await launch(
      `[supervisord]\nloglevel=${level}\n[program:a]\ncommand=sh -c "kill -TERM $PPID"\nstartsecs=0`,
    )
    try {
      await daemon.ended()
      seen.set(
        level,
        new Set(daemon.log().flatMap((line) => /^[\d-]+ [\d:,]+ ([A-Z]{4}) /.exec(line)?.[1] ?? [])),
      )
    } finally {
      await daemon.close()
    }
  }
  // As root it begins with a CRIT about that, as another user it does not.
  const about = (level: string) => [...(seen.get(level) ?? [])].filter((code) => code !== 'CRIT').sort()
  assert.deepEqual(about('critical'), [])
  assert.deepEqual(about('error'), [])
  assert.deepEqual(about('warn'), ['WARN'])
  assert.deepEqual(about('info'), ['INFO', 'WARN'])
  assert.deepEqual(about('debug'), ['DEBG', 'INFO', 'WARN'])
  assert.deepEqual(
    about('blather').filter((code) => code !== 'BLAT'),
    ['DEBG', 'INFO', 'WARN'],
  )
})

test('logformat=json writes one object a line, to the file and to stdout', { skip }, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: SLEEPER,
    args: ['--logformat', 'json'],
  })
  try {
    await daemon.until('a', 'RUNNING')
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
    await daemon.log.end
    assert.equal(daemon.scratch.read('main.log'), daemon.log.text)
    const lines = daemon.log.all.map((line) => JSON.parse(line) as Record<string, unknown>)
    const stopped = lines.find(({ msg }) => String(msg).startsWith('stopped: a'))
    assert.ok(stopped !== undefined, daemon.log.text)
    assert.equal(stopped.level, 'warn')
    assert.equal(Number.isNaN(Date.parse(String(stopped.time))), false)
  } finally {
    await daemon.close()
  }
})

test('after a rename and SIGUSR2 the new files get the lines, of the daemon and of programs (SIG-03)', {
  skip,
}, async () => {
  const daemon = await launch(
    '[program:a]\ncommand=sh -c "while read line; do echo $line; done"\n' +
      'startsecs=0\nstdout_logfile=%(here)s/a.log\nstderr_logfile=NONE',
  )
  const { scratch } = daemon
  try {
    await daemon.pidOf('a')
    await daemon.ask('sendProcessStdin', 'a', 'before\n')
    await daemon.logged(/^before$/, 1, 'a.log')
    for (const name of ['main.log', 'a.log']) renameSync(scratch.at(name), scratch.at(`${name}.old`))
    daemon.signal('SIGUSR2')
    await daemon.logged(/supervisord logreopen/, 1, 'main.log.old')
    assert.ok(
      daemon
        .log('main.log.old')
        .some((line) => line.endsWith('INFO received SIGUSR2 indicating log reopen request')),
    )
    await daemon.ask('sendProcessStdin', 'a', 'after\n')
    await daemon.logged(/^after$/, 1, 'a.log')
    await daemon.ask('stopProcess', 'a')
    await daemon.logged(/stopped: a/)
    assert.equal(scratch.read('a.log.old'), 'before\n')
    assert.equal(scratch.read('a.log'), 'after\n')
    assert.doesNotMatch(scratch.read('main.log.old'), /stopped/)
    assert.doesNotMatch(scratch.read('main.log'), /spawned/)
  } finally {
    await daemon.close()
  }
})

/** A folder in the place of the log cannot be opened by anybody, root included. */
function blockLog(scratch: Scratch): void {
  renameSync(scratch.at('main.log'), scratch.at('old.log'))
  scratch.folder('main.log')
}

const GOES_WITHOUT = new RegExp(
  ' CRIT could not open the log file \\S+/main\\.log: EISDIR; check logfile in \\[supervisord\\]; ' +
    'until the next reload there is no log file, and the log goes to standard output$',
)

test('a reload for which no log can be opened any more goes on without a log file', { skip }, async () => {
  for (const silent of ['', '[supervisord]\nsilent=true\n']) {
    const daemon = await startDaemon({ kind: 'reeve', config: SLEEPER })
    const { scratch } = daemon
    try {
      const before = await daemon.until('a', 'RUNNING')
      blockLog(scratch)
      writeConfig(scratch, `${silent}${SLEEPER}`)
      daemon.signal('SIGHUP')
      assert.match(
        await daemon.logged(/ CRIT the new configuration cannot be started/),
        /going back to the one before: could not open the log file \S+\/main\.log: EISDIR/,
      )
      await daemon.logged(GOES_WITHOUT)
      await daemon.logged(/supervisord started with pid/, 2)
      assert.notEqual((await daemon.until('a', 'RUNNING')).pid, before.pid)
      assert.deepEqual(await daemon.call('readLog', 0, 0), { fault: 20, text: 'NO_FILE' })
      // USR2 has no file to reopen.
      daemon.signal('SIGUSR2')
      await daemon.logged(/received SIGUSR2 indicating log reopen request/)
      await daemon.until('a', 'RUNNING')
      rmdirSync(scratch.at('main.log'))
      writeConfig(scratch, SLEEPER)
      daemon.signal('SIGHUP')
      await daemon.logged(/supervisord started with pid/, 3)
      assert.match(scratch.read('main.log'), /INFO supervisord started with pid/)
    } finally {
      await daemon.close()
    }
  }
})

test('a reload in the background without any log that can be opened leaves the daemon up, with syslog', {
  skip,
}, async () => {
  const daemon = await launch(SLEEPER)
  try {
    const before = await daemon.pidOf('a')
    blockLog(daemon.scratch)
    daemon.signal('SIGHUP')
    await waitFor(async () => (await daemon.pidOf('a').catch(() => before)) !== before, {
      what: 'the program to be started anew',
    })
    assert.ok(daemon.isRunning)
    daemon.signal('SIGTERM')
    await daemon.ended()
  } finally {
    await daemon.close()
  }
})
