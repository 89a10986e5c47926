import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { BASE_CONFIG, startDaemon } from '../../support/daemon.js'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

const PROGRAMS = 20_000
const MEGABYTE = 1_000_000

/** Five megabytes, most of them comments and padding, as generated files have. */
function manyPrograms(): string {
  const padding = '; '.padEnd(140, '-')
  const sections = Array.from(
    { length: PROGRAMS },
    (_, index) =>
      `[program:p${index}]\n${padding}\ncommand=/bin/sleep 1000 ; number ${index}\nautostart=false\n` +
      'stdout_logfile=NONE\nstderr_logfile=NONE\n',
  )
  return sections.join('')
}

test('five megabytes with 20,000 programs are supervised, and one error in them is found at a reread', {
  skip: skipUnless('reeve'),
}, async () => {
  const config = manyPrograms()
  assert.ok(config.length > 4_500_000)
  const daemon = await startDaemon({ kind: 'reeve', config, deadlineMs: 120_000 })
  try {
    assert.equal((await daemon.info(`p${PROGRAMS - 1}`)).statename, 'STOPPED')
    assert.equal(await daemon.ask('startProcess', `p${PROGRAMS - 1}`, false), true)
    const file = daemon.scratch.write(
      'c.conf',
      `${BASE_CONFIG}${config}[program:last]\ncommand=x\nstartsecs=high\n`,
    )
    const line = `${BASE_CONFIG}${config}`.split('\n').length + 2
    const rereadMs = await timed(async () => {
      assert.deepEqual(await daemon.call('reloadConfig'), {
        fault: 92,
        text:
          `CANT_REREAD: invalid literal for int() with base 10: 'high' in section 'program:last' (file: '${file}') ` +
          `[${file}:${line}, section program:last, option startsecs]`,
      })
    })

    const leavingMs = await timed(async () => {
      daemon.signal('SIGTERM')
      assert.equal(await daemon.exit(), 0)
    })
    // Twice as long, before the groups were sorted in linear time; a fifteenth since.
    assert.ok(leavingMs < rereadMs, `left in ${leavingMs} ms, read again in ${rereadMs} ms`)
  } finally {
    await daemon.close()
  }
})

test('a value of a megabyte that no program can be given is an exit 127 that says so; others run (LIFE-42)', {
  skip: skipUnless('reeve'),
}, async () => {
  const value = 'v'.repeat(MEGABYTE)
  const config = `
[program:argument]
command=/bin/echo ${value}
stderr_logfile=%(here)s/argument.log
startsecs=60
startretries=0
[program:variable]
command=/bin/echo
environment=A="${value}"
stderr_logfile=%(here)s/variable.log
startsecs=60
startretries=0
[program:shell]
command=/bin/sh -c "exec sleep 1000"
environment=B="${'v'.repeat(100_000)}"`
  const daemon = await startDaemon({ kind: 'reeve', config })
  try {
    for (const name of ['argument', 'variable']) {
      await daemon.until(name, 'FATAL')
      assert.equal(
        daemon.scratch.read(`${name}.log`),
        "supervisor: couldn't exec /bin/echo: E2BIG\nsupervisor: child process was not spawned\n",
      )
    }
    await daemon.until('shell', 'RUNNING')
  } finally {
    await daemon.close()
  }
})

test('an included device that never ends is passed over with a warning (EDGE-45)', {
  skip: skipUnless('reeve'),
}, async () => {
  const scratch = new Scratch()
  const daemon = await startDaemon({ kind: 'reeve', scratch, config: '[include]\nfiles=/dev/zero\n' })
  try {
    await daemon.logged(/WARN Included file "\/dev\/zero" was skipped: it is larger than \d+ bytes/)
    await waitFor(async () => (await daemon.ask('getPID')) === daemon.pid, { what: 'an answer' })
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

test('an included pipe is passed over with a warning, also at a reread, and nobody waits for its writer (EDGE-45)', {
  skip: skipUnless('reeve'),
}, async (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  scratch.write('a.ini', '[program:a]\ncommand=sleep 1000\nstartsecs=0\n')
  execFileSync('mkfifo', [scratch.at('pipe.ini')])
  const daemon = await startDaemon({ kind: 'reeve', scratch, config: '[include]\nfiles=%(here)s/*.ini\n' })
  context.after(() => daemon.close())
  await daemon.until('a', 'RUNNING')
  const line = /WARN Included file ".*\/pipe\.ini" was skipped: it is a pipe/
  await daemon.logged(line)
  assert.deepEqual(await daemon.ask('reloadConfig'), [[[], [], []]])
})

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
