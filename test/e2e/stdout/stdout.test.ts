// [stdout] of the built program: what a container's log would show, and what a reader that stops does to whom.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { startDaemon, writeConfig } from '../../support/daemon.js'
import { kill } from '../../support/processes.js'
import { Scratch } from '../../support/scratch.js'
import { executable } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

test('the lines of all programs are on the stdout of the daemon, between its own', async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: `[stdout]
format=json
[program:web]
command=sh -c 'echo out; echo err >&2; exec sleep 1000'
startsecs=0
`,
  })
  try {
    await daemon.log.waitFor(/"line":"err"/)
    const lines = daemon.log.all.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
    const { pid } = await daemon.info('web')
    assert.deepEqual(
      lines.map(({ process, stream, line, pid }) => ({ process, stream, line, pid })).sort(byStream),
      [
        { process: 'web', stream: 'stderr', line: 'err', pid },
        { process: 'web', stream: 'stdout', line: 'out', pid },
      ],
    )
    assert.ok(daemon.log.all.some((line) => /success: web entered RUNNING/.test(line)))
  } finally {
    await daemon.close()
  }
})

test('while nobody reads, a talkative program waits, the others and the daemon go on; then every line arrives', async () => {
  const scratch = new Scratch()
  const file = writeConfig(
    scratch,
    `[stdout]
format=plain
programs=flood
[supervisord]
logfile=%(here)s/main.log
[program:flood]
command=seq 1 200000
startsecs=0
autorestart=false
stdout_logfile=NONE
[program:quiet]
command=sleep 1000
startsecs=0
`,
  )
  const child = spawn(executable('reeve', 'supervisord'), ['-n', '-s', '-c', file], {
    cwd: scratch.path,
    env: { ...process.env, ...scratch.mark },
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const chunks: Buffer[] = []
  try {
    const logged = () => (scratch.has('main.log') ? scratch.read('main.log') : '')
    await waitFor(() => /success: quiet entered RUNNING/.test(logged()), { what: 'the programs' })
    assert.doesNotMatch(logged(), /exited: flood/, 'it waits for its reader')
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    const expected = Array.from({ length: 200_000 }, (_, index) => `${index + 1}\n`).join('')
    await waitFor(() => chunks.reduce((sum, { length }) => sum + length, 0) >= expected.length, {
      what: 'every line',
      instead: logged,
    })
    assert.equal(Buffer.concat(chunks).toString(), expected)
    await waitFor(() => /exited: flood \(exit status 0; expected\)/.test(logged()), { what: 'its end' })
  } finally {
    kill(child.pid ?? 0, 'SIGKILL')
    await scratch.remove()
  }
})

function byStream(left: { readonly stream: string }, right: { readonly stream: string }): number {
  return left.stream.localeCompare(right.stream)
}
