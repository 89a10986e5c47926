import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { test } from 'node:test'
import { writeConfig } from '../../support/daemon.js'
import { Scratch } from '../../support/scratch.js'
import { executable, type Part, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

const COUNT = 200_000

/** A program whose log is the daemon's stdout, and another that is restarted again and again. */
const CONFIG = `[supervisord]
silent=true
[program:flood]
command=sh -c "seq 1 ${COUNT}; exec sleep 1000"
stdout_logfile=/dev/stdout
stdout_logfile_maxbytes=0
[program:restarted]
command=sh -c "echo run >> runs; sleep 0.02"
startsecs=0
autorestart=true
`

interface Case {
  readonly stdout: string
  /** The shell command that gives the daemon this kind of stdout; `$D` is its command line. */
  readonly command: string
  readonly parts: readonly Part[]
  /** What a terminal makes of a line end. */
  readonly newline: string
}

const CASES: readonly Case[] = [
  { stdout: 'a socket', command: 'exec $D', parts: ['reeve'], newline: '\n' },
  {
    stdout: 'a pipe',
    command: `exec 4<&0; $D </dev/null | { read _ <&4; exec cat; }`,
    parts: ['reeve'],
    newline: '\n',
  },
  {
    stdout: 'a terminal',
    command: `exec /usr/bin/python3 -c '
import os, pty, sys
pid, master = pty.fork()
if pid == 0: os.execvp("sh", ["sh", "-c", os.environ["D"]])
sys.stdin.readline()
while True:
    try: data = os.read(master, 65536)
    except OSError: break
    if not data: break
    os.write(1, data)
'`,
    parts: ['reeve', 'python3'],
    newline: '\r\n',
  },
]

for (const { stdout, command, parts, newline } of CASES) {
  test(`a reader of the daemon's stdout (${stdout}) that stops delays nothing but its own program`, {
    skip: skipUnless(...parts),
  }, async () => {
    const scratch = new Scratch()
    const file = writeConfig(scratch, CONFIG)
    const child = spawn('sh', ['-c', command], {
      cwd: scratch.path,
      env: { ...process.env, ...scratch.mark, D: `${executable('reeve', 'supervisord')} -n -c ${file}` },
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    try {
      const runs = () => (scratch.has('runs') ? scratch.read('runs').split('\n').length - 1 : 0)
      await waitFor(() => runs() >= 10, {
        what: 'ten runs of the other program',
        instead: () => `${runs()} runs`,
      })
      assert.match(scratch.read('main.log'), /spawned: 'flood'/)
      const received = await readAll(child, `\n${COUNT}${newline}`)
      let expected = ''
      for (let number = 1; number <= COUNT; number++) expected += `${number}${newline}`
      assert.ok(received === expected, `${received.length} of ${expected.length} bytes`)
    } finally {
      await scratch.remove()
      child.stdin?.destroy()
      child.stdout?.destroy()
    }
  })
}

/** Lets the reader go on, and reads until `ending`. */
async function readAll(child: ChildProcess, ending: string): Promise<string> {
  child.stdin?.write('\n')
  const stream = child.stdout as Readable
  let text = ''
  stream.setEncoding('latin1')
  stream.on('data', (piece: string) => {
    text += piece
  })
  await waitFor(() => text.endsWith(ending), {
    what: 'the last line of the flood',
    instead: () => `${text.length} bytes, ending ${JSON.stringify(text.slice(-40))}`,
  })
  return text
}
