// pidproxy of both systems: CLI-AUX-02.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { test } from 'node:test'
import { Lines } from '../../support/lines.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable, type Kind, skipUnless } from '../../support/systems.js'
import { waitFor, within } from '../../support/wait.js'

interface Proxy {
  readonly child: ChildProcess
  readonly lines: Lines
  readonly exit: Promise<number | null>
}

function start(scratch: Scratch, kind: Kind, ...args: readonly string[]): Proxy {
  const child = spawn(executable(kind, 'pidproxy'), args, {
    cwd: scratch.path,
    env: { ...process.env, ...scratch.mark },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
  return { child, lines: new Lines(child.stdout), exit }
}

/** The real one follows its command's end by looking every five seconds, so it is not asked about that. */
const KINDS: readonly Kind[] = ['reeve', 'supervisor']

for (const kind of KINDS) {
  test(`${kind}: signals reach the process of the pidfile, and TERM, INT and QUIT end the proxy with 0`, {
    skip: skipUnless(kind, 'python3'),
  }, async () => {
    const scratch = new Scratch()
    try {
      // The command leaves the work to another process.
      // In Python, because a shell starts background commands with INT and QUIT ignored for good.
      scratch.write(
        'work',
        `#!/usr/bin/python3
import os, signal
numbers = [getattr(signal, 'SIG' + name) for name in 'HUP USR1 USR2 TERM INT QUIT'.split()]
signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
for number in numbers: signal.signal(number, signal.SIG_DFL)
with open('pid', 'w') as pid: pid.write('%d\\n' % os.getpid())
while True:
    name = signal.Signals(signal.sigwait(numbers)).name
    with open('got', 'a') as got: got.write('got %s\\n' % name[3:])
`,
        0o755,
      )
      scratch.script('command', 'echo "arguments $*"; ./work > /dev/null & echo ready; exec sleep 1000')
      for (const last of ['TERM', 'INT', 'QUIT'] as const) {
        for (const name of ['got', 'pid']) scratch.write(name, '')
        const proxy = start(scratch, kind, 'pid', 'command', 'a b', 'c')
        await proxy.lines.waitFor(/^arguments a b c$/)
        await waitFor(() => scratch.read('pid') !== '', { what: 'the pidfile' })
        let count = 0
        for (const signal of ['HUP', 'USR1', 'USR2'] as const) {
          proxy.child.kill(`SIG${signal}`)
          count += 1
          await waitFor(() => scratch.read('got').split('\n').length === count + 1, { what: signal })
        }
        proxy.child.kill(`SIG${last}`)
        assert.equal(await within(proxy.exit, { what: 'pidproxy to exit' }), 0)
        await waitFor(() => scratch.read('got').endsWith(`got ${last}\n`), { what: last })
        assert.deepEqual(scratch.read('got').trim().split('\n'), [
          'got HUP',
          'got USR1',
          'got USR2',
          `got ${last}`,
        ])
      }
    } finally {
      await scratch.remove()
    }
  })

  test(`${kind}: without a readable pidfile it says so and runs on; without a command it explains itself`, {
    skip: skipUnless(kind),
  }, async () => {
    const scratch = new Scratch()
    try {
      scratch.script('command', 'echo ready; exec sleep 1000')
      const proxy = start(scratch, kind, 'missing.pid', './command')
      await proxy.lines.waitFor(/^ready$/)
      proxy.child.kill('SIGTERM')
      await proxy.lines.waitFor(/^Can't read child pidfile missing\.pid!$/)
      assert.equal(proxy.child.exitCode, null)
      proxy.child.kill('SIGKILL')
      const usage = await run(executable(kind, 'pidproxy'), ['only-one'], { directory: scratch.path })
      assert.equal(usage.code, 1)
      assert.match(usage.stdout, /Usage: .*pidproxy <pidfile name> <command> \[<cmdarg1> \.\.\.\]/)
    } finally {
      await scratch.remove()
    }
  })
}

test('the end of the command ends the proxy with 0 at once, whatever its status', {
  skip: skipUnless('reeve'),
}, async () => {
  const scratch = new Scratch()
  try {
    scratch.script('command', 'echo "$NODE_OPTIONS $(ulimit -Sn)"; exit 3')
    const script = 'ulimit -Sn 300; exec "$@"'
    const result = await run(
      '/bin/sh',
      ['-c', script, 'sh', executable('reeve', 'pidproxy'), 'pid', 'command'],
      { directory: scratch.path, environment: { NODE_OPTIONS: '--no-warnings', ...scratch.mark } },
    )
    assert.equal(result.code, 0)
    assert.equal(result.stdout, '--no-warnings 300\n')
    const missing = await run(executable('reeve', 'pidproxy'), ['pid', 'nothing'], {
      directory: scratch.path,
    })
    assert.equal(missing.code, 0)
    assert.match(missing.stderr, /^pidproxy: .*nothing/)
  } finally {
    await scratch.remove()
  }
})
