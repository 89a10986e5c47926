// Leaving the foreground: SIG-10, SIG-11, CFG-SUPD-06, CFG-SUPD-14, DIFF-50, on the built program.

import assert from 'node:assert/strict'
import { chmodSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { childrenOf, isAlive, parentOf } from '../../support/processes.js'
import { run } from '../../support/run.js'
import { NOBODY, Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { launch } from './background.js'

const skip = skipUnless('reeve')

test('the launcher exits 0 with the pidfile and the socket in place, and the daemon is on its own (SIG-10, SIG-11)', {
  skip,
}, async () => {
  const scratch = new Scratch()
  const home = scratch.folder('home')
  const daemon = await launch(
    `[supervisord]\ndirectory=${home}\numask=027\n[program:a]\ncommand=sleep 1000`,
    {
      scratch,
    },
  )
  try {
    assert.deepEqual(daemon.launcher, { code: 0, signal: null, stdout: '', stderr: '' })
    // At once, without any waiting.
    assert.equal(scratch.read('main.pid'), `${daemon.pid}\n`)
    assert.deepEqual(await daemon.ask('getState'), { statecode: 1, statename: 'RUNNING' })

    const { name, parent, group, session, terminal } = statOf(daemon.pid)
    assert.equal(name, 'supervisord')
    assert.deepEqual([group, session, terminal], [daemon.pid, daemon.pid, 0])
    assert.ok(adopters().includes(parent), `its parent is ${parent}`)
    for (const fd of [0, 1, 2]) assert.equal(readlinkSync(`/proc/${daemon.pid}/fd/${fd}`), '/dev/null')
    assert.equal(readlinkSync(`/proc/${daemon.pid}/cwd`), home)
    assert.match(readFileSync(`/proc/${daemon.pid}/status`, 'utf8'), /^Umask:\s0027$/m)

    const child = await daemon.pidOf('a')
    assert.deepEqual(childrenOf(daemon.pid), [child])
    assert.deepEqual(statOf(child).session, daemon.pid)
    assert.equal(statOf(child).group, child)
  } finally {
    await daemon.close()
  }
})

test('health checks find the daemon by its name and by its command line (clients 20)', { skip }, async () => {
  const daemon = await launch('')
  try {
    for (const [command, ...args] of [
      ['pgrep', '-x', 'supervisord'],
      ['pgrep', '-f', 'supervisord -c'],
      ['pgrep', '-f', daemon.scratch.at('c.conf')],
      ['pidof', '-x', 'supervisord'],
    ] as const) {
      const { stdout } = await run(command, args)
      assert.ok(stdout.split(/\s/).includes(String(daemon.pid)), `${command} ${args.join(' ')}: ${stdout}`)
    }
  } finally {
    await daemon.close()
  }
})

test('the log tells the steps in their order, and nothing is left after the end (LIFE-60, LIFE-65)', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  const scratch = new Scratch()
  const daemon = await launch(
    `[supervisord]\nuser=root\ndirectory=${scratch.path}\n[program:a]\ncommand=sleep 1000`,
    { scratch },
  )
  try {
    const child = await daemon.pidOf('a')
    daemon.signal('SIGTERM')
    await daemon.ended()
    const steps = daemon.log().map((line) => line.slice(24).replace(/\d+(?=$| \()/, 'N'))
    assert.deepEqual(
      steps.filter((line) => !/limit to|success:/.test(line)),
      [
        'INFO Set uid to user 0 succeeded',
        "INFO RPC interface 'supervisor' initialized",
        "CRIT Server 'unix_http_server' running without any HTTP authentication checking",
        'INFO daemonizing the supervisord process',
        `INFO set current directory: '${scratch.path}'`,
        'INFO supervisord started with pid N',
        "INFO spawned: 'a' with pid N",
        'WARN received SIGTERM indicating exit request',
        'INFO waiting for a to die',
        'WARN stopped: a (terminated by SIGTERM)',
      ],
    )
    assert.equal(isAlive(child), false)
    assert.deepEqual(
      scratch.names().filter((name) => /sock|pid/.test(name)),
      [],
    )
  } finally {
    await daemon.close()
  }
})

test('a directory that may not be entered is logged, and the daemon goes on where it is (SIG-11)', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  const scratch = new Scratch()
  scratch.folder('logs')
  scratch.giveTo(NOBODY)
  chmodSync(scratch.folder('locked'), 0o700)
  const daemon = await launch(`[supervisord]\nuser=${NOBODY.uid}\ndirectory=%(here)s/locked`, { scratch })
  try {
    assert.equal(daemon.launcher.code, 0)
    const line = await daemon.logged(/chdir/)
    assert.ok(line.includes(` CRIT can't chdir into '${scratch.at('locked')}': `), line)
    assert.equal(readlinkSync(`/proc/${daemon.pid}/cwd`), scratch.path)
  } finally {
    await daemon.close()
  }
})

test('a second daemon on the same configuration refuses and leaves the first alone (DIFF-50)', {
  skip,
}, async () => {
  const config = '[program:a]\ncommand=sh -c "echo one; exec sleep 1000"'
  const first = await launch(config)
  const { scratch } = first
  try {
    const child = await first.pidOf('a')
    await first.logged(/spawned: 'a'/)
    const before = scratch.names('logs')
    const second = await launch(config, { scratch })
    assert.equal(second.launcher.code, 2)
    assert.match(
      second.launcher.stderr,
      /^Error: Another program is already listening on .*\nFor help, use .* -h\n$/,
    )
    assert.equal(second.launcher.stdout, '')
    assert.equal(second.pid, first.pid)
    assert.equal(await first.ask('getPID'), first.pid)
    assert.equal(await first.pidOf('a'), child)
    assert.deepEqual(scratch.names('logs'), before)
  } finally {
    await first.close()
  }
})

test('what cannot be bound is an error at the shell, and no pidfile is left (CFG-ERR-07)', {
  skip,
}, async () => {
  const occupant = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => occupant.once('listening', resolve))
  const { port } = occupant.address() as { port: number }
  const daemon = await launch(`[inet_http_server]\nport=127.0.0.1:${port}`)
  try {
    assert.equal(daemon.launcher.code, 2)
    assert.match(daemon.launcher.stderr, /^Error: Another program is already listening on a port/)
    assert.deepEqual(
      daemon.scratch.names().filter((name) => /sock|pid/.test(name)),
      [],
    )
  } finally {
    occupant.close()
    await daemon.close()
  }
})

test('a daemon starts with its standard streams closed', { skip }, async () => {
  const daemon = await launch('[program:a]\ncommand=sleep 1000', { before: 'exec <&- >&- 2>&-' })
  try {
    assert.equal(daemon.launcher.code, 0)
    assert.ok(isAlive(await daemon.pidOf('a')))
  } finally {
    await daemon.close()
  }
})

test('a pidfile that cannot be written is logged, and the daemon runs (SIG-10)', { skip }, async () => {
  const daemon = await launch('[supervisord]\npidfile=%(here)s')
  try {
    assert.equal(daemon.launcher.code, 0)
    assert.match(await daemon.logged(/pidfile/), / CRIT could not write pidfile /)
    assert.deepEqual(await daemon.ask('getState'), { statecode: 1, statename: 'RUNNING' })
  } finally {
    await daemon.close()
  }
})

function statOf(pid: number) {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
  const [, parent, group, session, terminal] = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return { name, parent: parent ?? 0, group, session, terminal }
}

/** Who may adopt an orphan: PID 1, or a subreaper among our ancestors. */
function adopters(): number[] {
  const found = [1]
  for (let pid = process.pid; pid > 1; pid = parentOf(pid) ?? 1) found.push(pid)
  return found
}
