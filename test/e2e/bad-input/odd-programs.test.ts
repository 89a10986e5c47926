import assert from 'node:assert/strict'
import { readFileSync, symlinkSync } from 'node:fs'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'
import { isAlive } from '../../support/processes.js'
import { NOBODY, Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

interface Impossible {
  readonly name: string
  readonly keys: string
  /** The fault of startProcess. */
  readonly fault: number
  readonly spawnError: string
}

const IMPOSSIBLE: readonly Impossible[] = [
  {
    name: 'missing',
    keys: 'command=/nonexistent/x',
    fault: 20,
    spawnError: "can't find command '/nonexistent/x'",
  },
  {
    name: 'nowhere',
    keys: 'command=no-such-program',
    fault: 20,
    spawnError: "can't find command 'no-such-program'",
  },
  { name: 'folder', keys: 'command=%(here)s', fault: 21, spawnError: "command at '{here}' is a directory" },
  {
    name: 'plain',
    keys: 'command=%(here)s/plain',
    fault: 21,
    spawnError: "command at '{here}/plain' is not executable",
  },
  { name: 'loop', keys: 'command=%(here)s/loop', fault: 20, spawnError: "can't find command '{here}/loop'" },
  {
    name: 'quote',
    keys: 'command=sh -c "x',
    fault: 21,
    spawnError: `can't parse command 'sh -c "x': No closing quotation`,
  },
  { name: 'empty', keys: 'command=', fault: 21, spawnError: 'command is empty' },
]

test('a command that is missing or cannot be run is a spawn error with its reason (LIFE-36, RPC-42)', {
  skip: skipUnless('reeve'),
}, async () => {
  const scratch = new Scratch()
  scratch.write('plain', '#!/bin/sh\n')
  symlinkSync('loop', scratch.at('loop'))
  const config = IMPOSSIBLE.map(({ name, keys }) => `[program:${name}]\n${keys}\nstartretries=0\n`).join('')
  const daemon = await startDaemon({ kind: 'reeve', scratch, config })
  try {
    for (const { name, fault, spawnError } of IMPOSSIBLE) {
      const reason = spawnError.replaceAll('{here}', scratch.path)
      const { description } = await daemon.until(name, 'FATAL')
      assert.equal(description, reason)
      const faultName = fault === 20 ? 'NO_FILE' : 'NOT_EXECUTABLE'
      assert.deepEqual(await daemon.call('startProcess', name), { fault, text: `${faultName}: ${reason}` })
    }
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

test('a directory that is missing at the spawn is an exit 127 that says so (DIFF-13)', {
  skip: skipUnless('reeve'),
}, async () => {
  const config = '[program:a]\ncommand=sleep 1000\ndirectory=/nonexistent\nstartsecs=60\nstartretries=0\n'
  const daemon = await startDaemon({ kind: 'reeve', config })
  try {
    assert.deepEqual(await daemon.call('startProcess', 'a'), { fault: 50, text: 'SPAWN_ERROR: a' })
    await daemon.logged(/WARN exited: a \(exit status 127; not expected\)/)
    assert.equal(await daemon.ask('readProcessStderrLog', 'a', -LAST_SPAWN.length, 0), LAST_SPAWN)
  } finally {
    await daemon.close()
  }
})

const LAST_SPAWN =
  "supervisor: couldn't chdir to /nonexistent: ENOENT\nsupervisor: child process was not spawned\n"

test('a user that the daemon may not become is an exit 127 that says so (DIFF-15)', {
  skip: skipUnless('reeve', 'root'),
}, async () => {
  const config = '[program:a]\ncommand=sleep 1000\nuser=root\nstartsecs=60\nstartretries=0\n'
  const daemon = await startDaemon({ kind: 'reeve', user: NOBODY, config })
  try {
    await daemon.until('a', 'FATAL')
    assert.equal(
      await daemon.ask('readProcessStderrLog', 'a', 0, 0),
      "supervisor: couldn't setuid to 0: Can't drop privilege as nonroot user\n" +
        'supervisor: child process was not spawned\n',
    )
  } finally {
    await daemon.close()
  }
})

test('a program that forks away has exited: neither its orphan nor the pipe that it holds is waited for', {
  skip: skipUnless('reeve'),
}, async () => {
  const config = `
[program:a]
command=sh -c "(while sleep 0.1; do echo beat; done) & echo $! > orphan.pid"
directory=%(here)s
startsecs=0
stopasgroup=true
`
  const daemon = await startDaemon({ kind: 'reeve', config })
  try {
    const { exitstatus } = await daemon.until('a', 'EXITED')
    assert.equal(exitstatus, 0)
    const orphan = Number(daemon.scratch.read('orphan.pid'))
    // Its writes fail, because nobody reads them any more.
    await waitFor(() => !isAlive(orphan), { what: 'the orphan to notice' })
    assert.equal(await daemon.ask('startProcess', 'a'), true)
    await daemon.until('a', 'EXITED')
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
  } finally {
    await daemon.close()
  }
})

test('every byte that a program writes is in its log, and clients get what XML can carry (EDGE-27, EDGE-42)', {
  skip: skipUnless('reeve'),
}, async () => {
  const scratch = new Scratch()
  const garbage = Buffer.from(
    Array.from({ length: 256 * 1024 }, (_, index) => (index * index + (index >> 8)) & 0xff),
  )
  scratch.write('garbage', garbage)
  const config = `
[supervisord]
loglevel=debug
[program:a]
command=sh -c "cat garbage; cat garbage >&2; exec sleep 1000"
directory=%(here)s
stdout_logfile=%(here)s/a.log
stdout_logfile_maxbytes=0
stderr_capture_maxbytes=1000
stdout_events_enabled=true`
  const daemon = await startDaemon({ kind: 'reeve', scratch, config })
  try {
    await waitFor(() => scratch.has('a.log') && readFileSync(scratch.at('a.log')).equals(garbage), {
      what: 'the log to have every byte',
    })
    for (const offset of [0, 1, 1_000, garbage.length - 3]) {
      const text = await daemon.ask('readProcessStdoutLog', 'a', offset, 1_000)
      assert.ok(typeof text === 'string' && text.length > 0)
    }
    for (const channel of ['Stdout', 'Stderr']) {
      const [text] = (await daemon.ask(`tailProcess${channel}Log`, 'a', 0, 5_000)) as [string]
      assert.ok(text.length > 0)
    }
    const tail = await daemon.control(['tail', '-5000', 'a'])
    assert.equal(tail.code, 0)
    await daemon.until('a', 'RUNNING')
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

const HOSTILE_NAMES = [
  '-rf',
  '--help',
  '__proto__',
  'constructor',
  'toString',
  'null',
  '.',
  '..',
  '*',
  'a*',
  'all',
  '$HOME',
  '`id`',
  'a"b',
  "q'x",
  'a&b',
  '<script>',
  'a%%b',
  'a]b',
  'tab\tname',
  '日本',
  '\u202eabc',
  'é'.repeat(100),
  'x'.repeat(200),
]

test('hostile names are only names: each runs, has its logs, and answers', {
  skip: skipUnless('reeve'),
}, async () => {
  const sections = HOSTILE_NAMES.map(
    (name) => `[program:${name}]\ncommand=sh -c "echo out; exec sleep 1000"\nstartsecs=0\n`,
  )
  const evil =
    '[program:evil]\nprocess_name=%(ENV_EVIL)s\ncommand=sleep 1000\nstartsecs=0\n[__proto__]\nx=1\n'
  const daemon = await startDaemon({
    kind: 'reeve',
    config: sections.join('') + evil,
    environment: { EVIL: '../../evil' },
  })
  try {
    const all = (await daemon.ask('getAllProcessInfo')) as {
      group: string
      name: string
      statename: string
    }[]
    assert.deepEqual(all.map(({ group }) => group).sort(), [...HOSTILE_NAMES, 'evil'].sort())
    assert.deepEqual(new Set(all.map(({ statename }) => statename)), new Set(['RUNNING']))
    for (const { group, name } of all) {
      // `*` is every process of a group.
      if (name === '*') continue
      const namespec = `${group}:${name}`
      const { pid, stdout_logfile } = await daemon.info(namespec)
      assert.ok(isAlive(pid))
      const path = String(stdout_logfile)
      assert.equal(path.slice(0, path.lastIndexOf('/')), daemon.scratch.at('logs'), namespec)
      assert.equal(await daemon.ask('signalProcess', namespec, 'CONT'), true)
      assert.equal(await daemon.ask('stopProcess', namespec), true)
    }
    assert.ok(!daemon.scratch.names('..').some((name) => name.startsWith('evil-')))
    const status = await daemon.control(['status'])
    assert.equal(status.stdout.trimEnd().split('\n').length, all.length)
    assert.equal(await daemon.ask('getPID'), daemon.pid)
  } finally {
    await daemon.close()
  }
})
