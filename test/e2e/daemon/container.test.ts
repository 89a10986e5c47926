// As in a container: PID 1 with orphans, and logs that go to the daemon's own stdout. LIFE-63, LOG-23, DIFF-50.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { writeConfig } from '../../support/daemon.js'
import { Lines } from '../../support/lines.js'
import { childrenOf, kill, parentOf, processState } from '../../support/processes.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable, type Part, skipUnless } from '../../support/systems.js'
import { waitFor, within } from '../../support/wait.js'

const ORPHANS = 1000
/** A thousand forks and exits on a busy machine. */
const ORPHANS_MS = 120_000
const NAMESPACE = ['-pf', '--mount-proc']

test('as PID 1 it reaps 1,000 orphans, says so, and ends with 0 (LIFE-63, DIFF-50)', {
  skip: skipUnless('reeve'),
}, async (context) => {
  if (spawnSync('unshare', [...NAMESPACE, 'true']).status !== 0) {
    return context.skip('unshare -pf --mount-proc is not permitted here')
  }
  const scratch = new Scratch()
  try {
    // Each sleep loses its parent at once and ends after it.
    scratch.script('orphans', `for i in $(seq ${ORPHANS}); do (sleep 0.3 &); done`)
    const file = writeConfig(
      scratch,
      '[program:orphans]\ncommand=%(here)s/orphans\nstartsecs=0\nautorestart=false\n' +
        '[program:stays]\ncommand=sleep 1000\nstartsecs=0',
    )
    const child = spawn('unshare', [...NAMESPACE, executable('reeve', 'supervisord'), '-n', '-c', file], {
      env: { ...process.env, ...scratch.mark },
      cwd: scratch.path,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const log = new Lines(child.stdout)
    const exit = exitOf(child)
    await log.waitFor(/INFO supervisord started with pid 1$/)
    await log.waitFor(/INFO reaped unknown pid \d+ \(exit status 0\)$/, ORPHANS, ORPHANS_MS)
    const daemon = childrenOf(child.pid ?? 0)[0] ?? 0
    await log.waitFor(/exited: orphans \(exit status 0; expected\)/)
    await waitFor(() => zombiesOf(daemon).length === 0, { what: 'the last zombie to go' })
    assert.equal(childrenOf(daemon).length, 1)
    kill(daemon, 'SIGTERM')
    assert.equal(await within(exit, { what: 'the daemon to exit' }), 0)
    assert.equal(log.matching(/stopped: stays/).length, 1)
  } finally {
    await scratch.remove()
  }
})

function zombiesOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent && processState(pid) === 'Z')
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on('exit', resolve))
}

const LOGS = `stdout_logfile_maxbytes=0
stderr_logfile_maxbytes=0
startsecs=0
autorestart=false
`

/** The configuration that images for containers have. */
const CONFIG = `[supervisord]
nodaemon=true
silent=true
logfile=/dev/stdout
logfile_maxbytes=0
pidfile=/dev/null
[program:stdout]
command=sh -c "echo from stdout; echo from stderr >&2; echo >%(here)s/first.said"
stdout_logfile=/dev/stdout
stderr_logfile=/dev/stderr
priority=1
${LOGS}
[program:descriptor]
command=sh -c "echo from descriptor; echo from the other >&2; echo >%(here)s/second.said"
stdout_logfile=/dev/fd/1
stderr_logfile=/dev/fd/2
priority=2
${LOGS}
[program:last]
command=sh -c "until [ -e %(here)s/first.said ] && [ -e %(here)s/second.said ]; do sleep 0.01; done; seq 1 20000; echo the end; until [ -e %(here)s/seen ]; do sleep 0.01; done; kill -TERM $PPID"
stdout_logfile=/dev/stdout
priority=3
${LOGS}
[program:quiet]
command=sleep 1000
priority=4
`

const COUNTED = Array.from({ length: 20_000 }, (_, index) => index + 1)

/** What the programs say once each, beside the numbers. */
const ONCE = ['from stdout', 'from stderr', 'from descriptor', 'from the other', 'the end']

/** Where the reader is slow, lines of the daemon and of other programs may stand inside one of the program. */
function numbersIn(text: string): number[] {
  const own = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]{4} .*\n/g
  const others = new RegExp(`(${ONCE.join('|')})\n`, 'g')
  const lines = text.replace(own, '').replace(others, '').split('\n')
  return lines.filter((line) => /^\d+$/.test(line)).map(Number)
}

/** How a shell gives `"$@"` this kind of stdout, and says afterwards how it ended. */
const KINDS: readonly {
  readonly stdout: string
  readonly script: string
  readonly parts: readonly Part[]
}[] = [
  { stdout: 'a socket', script: '"$@"; echo "exit $?" >&2', parts: ['reeve'] },
  { stdout: 'a pipe', script: '{ "$@"; echo "exit $?" >&2; } | cat', parts: ['reeve'] },
  {
    stdout: 'a file',
    script: 'echo before > out; "$@" >> out; echo "exit $?" >&2; cat out',
    parts: ['reeve'],
  },
  {
    stdout: 'a file that is not opened for appending',
    script: '{ echo before; "$@"; echo "exit $?" >&2; } > out; cat out',
    parts: ['reeve'],
  },
  {
    stdout: 'a terminal',
    script: `python3 -c 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)' "$@"; echo "exit $?" >&2`,
    parts: ['reeve', 'python3'],
  },
]

for (const { stdout, script, parts } of KINDS) {
  test(`logs that go to the daemon's stdout all arrive when it is ${stdout} (LOG-23)`, {
    skip: skipUnless(...parts),
  }, async () => {
    const scratch = new Scratch()
    const isFile = stdout.startsWith('a file')
    try {
      const file = writeConfig(scratch, CONFIG)
      if (isFile) scratch.write('seen', '')
      const command = [executable('reeve', 'supervisord'), '-c', file]
      // The daemon does not stay for a reader that takes nothing for a second, which on a busy machine says little.
      const result = await run('/bin/sh', ['-c', script, 'sh', ...command], {
        directory: scratch.path,
        environment: scratch.mark,
        onOutput: (text) => {
          if (text.includes('the end')) scratch.write('seen', '')
        },
      })
      const onTerminal = stdout === 'a terminal'
      const text = (result.stdout + (onTerminal ? '' : result.stderr)).replaceAll('\r\n', '\n')
      const all = text.split('\n')
      assert.match(result.stderr, /^exit 0$/m, result.stdout + result.stderr)
      for (const line of ONCE) {
        assert.equal(text.split(`${line}\n`).length, 2, `${line}:\n${result.stdout.slice(-2000)}`)
      }
      assert.deepEqual(numbersIn(text), COUNTED)
      for (const message of [
        'supervisord started with pid',
        "spawned: 'stdout'",
        'received SIGTERM',
        'stopped: quiet',
      ]) {
        assert.equal(all.filter((line) => line.includes(message)).length, 1, message)
      }
      if (isFile) assert.equal(all[0], 'before')
    } finally {
      await scratch.remove()
    }
  })
}

test('without a reader of its stdout the daemon and its programs run on', {
  skip: skipUnless('reeve'),
}, async () => {
  const scratch = new Scratch()
  try {
    const file = writeConfig(
      scratch,
      `[supervisord]\nlogfile=/dev/stdout\nlogfile_maxbytes=0\n[program:a]\ncommand=sh -c "seq 1 1000; touch done; exec sleep 1000"\n` +
        'stdout_logfile=/dev/stdout\nstdout_logfile_maxbytes=0',
    )
    // The reader takes one line and goes.
    const script = `{ "$@" & echo $! > pid; wait $!; echo $? > code; } | head -n 1`
    const running = run(
      '/bin/sh',
      ['-c', script, 'sh', executable('reeve', 'supervisord'), '-n', '-c', file],
      {
        directory: scratch.path,
        environment: scratch.mark,
      },
    )
    await waitFor(() => scratch.has('done'), { what: 'the program to have written it all' })
    const daemon = { pid: Number(scratch.read('pid')) }
    assert.equal(scratch.read('main.pid'), `${daemon.pid}\n`)
    kill(daemon.pid, 'SIGTERM')
    await running
    assert.equal(scratch.read('code'), '0\n')
  } finally {
    await scratch.remove()
  }
})

test('what programs said last goes to a reader that is only slow, and a stopped one is given up', {
  skip: skipUnless('reeve'),
}, async () => {
  // More than the pipe to the reader takes at once: the rest waits in the pipe of the program. The daemon ends only
  // when the reader is about to read, which then has the second that the daemon stays for it.
  const config = `[supervisord]
logfile=/dev/stdout
logfile_maxbytes=0
silent=true
[program:a]
command=sh -c "trap '' TERM; seq 1 ${COUNTED.length}; touch told; until [ -e reading ]; do sleep .01; done; kill -TERM $PPID"
startsecs=0
stdout_logfile=/dev/stdout
stdout_logfile_maxbytes=0
`
  for (const reader of [
    'until [ -e told ]; do sleep .01; done; touch reading; exec cat',
    'touch reading; until [ -e code ]; do sleep .05; done',
  ]) {
    const scratch = new Scratch()
    try {
      const file = writeConfig(scratch, config)
      const script = `{ "$@"; echo $? > code; } | { ${reader}; }`
      const command = [executable('reeve', 'supervisord'), '-n', '-c', file]
      const { stdout } = await run('/bin/sh', ['-c', script, 'sh', ...command], {
        directory: scratch.path,
        environment: scratch.mark,
      })
      assert.equal(scratch.read('code'), '0\n')
      if (!reader.endsWith('cat')) continue
      assert.deepEqual(numbersIn(stdout), COUNTED)
      assert.match(stdout, /received SIGTERM indicating exit request/)
    } finally {
      await scratch.remove()
    }
  }
})
