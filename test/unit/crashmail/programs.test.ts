// crashmail, crashmailbatch and fatalmailbatch as programs, under a supervisor that the test plays.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type StartedListener, startListener } from '../../../sdk/listener/testing/index.js'
import { Scratch } from '../../support/scratch.js'
import { type SmtpOptions, startSmtpServer } from '../../support/smtp-server.js'
import { repository } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

const scratch = new Scratch()
const started: StartedListener[] = []
// A test that failed leaves its listener behind, and that the test run waiting.
after(async () => {
  await Promise.all(started.map((listener) => listener.kill()))
  await scratch.remove()
})

const program = (name: string) => join(repository, 'core/bin', name)

function start(name: string, args: readonly string[]): StartedListener {
  const listener = startListener(program(name), args, { environment: { SUPERVISOR_ENABLED: '1' } })
  started.push(listener)
  return listener
}

let files = 0

/** crashmail with a sendmail that appends to a file. */
function startCrashmail(...args: readonly string[]) {
  const name = `mails${++files}`
  const listener = start('crashmail', [...args, '-s', `cat >> ${scratch.at(name)}`])
  const mails = (pattern: RegExp) =>
    waitFor(() => scratch.has(name) && pattern.test(scratch.read(name)), {
      what: `a mail like ${pattern}`,
      everyMs: 20,
    })
  return { listener, mails, all: () => (scratch.has(name) ? scratch.read(name) : '') }
}

test('crashmail -m sends a mail for each unexpected end, at once', async () => {
  const { listener, mails, all } = startCrashmail('-m', 'ops@example.com', '-o', 'prod')
  assert.equal(await listener.send('PROCESS_STATE_EXITED', { processName: 'quiet', expected: true }), 'OK')
  assert.equal(await listener.send('PROCESS_STATE_RUNNING', { processName: 'quiet' }), 'OK')
  assert.equal(
    await listener.send('PROCESS_STATE_EXITED', { processName: 'web', groupName: 'g', pid: 77 }),
    'OK',
  )
  await mails(/g:web crashed \(pid 77\), it was RUNNING/)
  assert.match(all(), /^To: ops@example.com$/m)
  assert.match(all(), /^Subject: prod: web crashed at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}$/m)
  assert.doesNotMatch(all(), /quiet/)
  assert.equal(await listener.end(), 0)
  assert.match(listener.stderr, /g:web crashed/)
})

test('crashmail -p chooses programs, and -a overrides it', async () => {
  const some = startCrashmail('-p', 'web', '--program=jobs:worker', '--email', 'ops@example.com')
  await some.listener.send('PROCESS_STATE_EXITED', { processName: 'db' })
  await some.listener.send('PROCESS_STATE_EXITED', { processName: 'worker', groupName: 'jobs' })
  await some.listener.send('PROCESS_STATE_EXITED', { processName: 'web' })
  await some.mails(/web:web/)
  assert.match(some.all(), /jobs:worker/)
  assert.doesNotMatch(some.all(), /db:db/)
  await some.listener.end()
  const any = startCrashmail('-p', 'web', '-a', '-m', 'ops@example.com')
  await any.listener.send('PROCESS_STATE_EXITED', { processName: 'db' })
  await any.mails(/db:db/)
  await any.listener.end()
})

test('a sendmail that is missing is told on stderr, and the events go on', async () => {
  const listener = start('crashmail', ['-m', 'ops@example.com', '-s', '/no/such/sendmail'])
  assert.equal(await listener.send('PROCESS_STATE_EXITED'), 'OK')
  assert.equal(await listener.send('PROCESS_STATE_EXITED'), 'OK')
  await listener.end()
  assert.equal(listener.stderr.match(/crashmail: a mail could not be sent/g)?.length, 1)
  assert.match(listener.stderr, /2 mails were not sent/)
})

async function withBatch(
  name: string,
  args: readonly string[],
  act: (context: {
    readonly listener: StartedListener
    readonly server: Awaited<ReturnType<typeof startSmtpServer>>
  }) => Promise<void>,
  options: SmtpOptions = {},
): Promise<void> {
  const server = await startSmtpServer(options)
  const addresses = ['--toEmail=a@example.com, b@example.com', '--fromEmail=s@example.com']
  const listener = start(name, [...addresses, `--smtpHost=127.0.0.1:${server.port}`, ...args])
  try {
    await act({ listener, server })
  } finally {
    await listener.kill()
    await server.close()
  }
}

test('crashmailbatch sends one mail for the crashes of an interval, told by ticks', () =>
  withBatch('crashmailbatch', ['--interval=2'], async ({ listener, server }) => {
    await listener.send('PROCESS_STATE_EXITED', { processName: 'web' })
    await listener.send('TICK_60')
    await listener.send('TICK_5')
    await listener.send('PROCESS_STATE_EXITED', { processName: 'db' })
    await listener.send('PROCESS_STATE_EXITED', { processName: 'fine', expected: true })
    await listener.send('PROCESS_STATE_FATAL', { processName: 'fatal' })
    assert.equal(server.mails.length, 0)
    await listener.send('TICK_60')
    const [mail] = await server.received(1)
    assert.deepEqual([mail?.from, mail?.to], ['s@example.com', ['a@example.com', 'b@example.com']])
    assert.match(mail?.data ?? '', /^Subject: Crash alert from supervisord$/m)
    assert.match(mail?.data ?? '', /web:web crashed[\s\S]*db:db crashed/)
    assert.doesNotMatch(mail?.data ?? '', /fine|fatal:/)
    await listener.send('TICK_60')
    await listener.send('TICK_60')
    assert.equal(await listener.end(), 0)
    assert.equal(server.mails.length, 1, 'an interval without a crash is no mail')
  }))

test('fatalmailbatch does the same for programs that are given up, and sends what it has when it is stopped', () =>
  withBatch(
    'fatalmailbatch',
    ['-e', 'TICK_5', '-s', 'given up', '-i', '0.1'],
    async ({ listener, server }) => {
      await listener.send('PROCESS_STATE_FATAL', { processName: 'web' })
      await listener.send('PROCESS_STATE_EXITED', { processName: 'db' })
      await listener.send('TICK_5')
      await listener.send('TICK_5')
      const [mail] = await server.received(1)
      assert.match(mail?.data ?? '', /^Subject: given up$/m)
      assert.match(mail?.data ?? '', /web:web could not be started/)
      await listener.send('PROCESS_STATE_FATAL', { processName: 'late' })
      process.kill(listener.pid, 'SIGTERM')
      assert.equal(await listener.exited, 0)
      assert.match((await server.received(2))[1]?.data ?? '', /late:late/)
    },
  ))

test('a login is used as it was with the Python program; its refusal shows no password', () =>
  withBatch(
    'crashmailbatch',
    ['--userName=me', '--password=hunter2secret'],
    async ({ listener }) => {
      await listener.send('PROCESS_STATE_EXITED', { processName: 'web' })
      await listener.send('TICK_60')
      assert.equal(await listener.end(), 0)
      assert.match(listener.stderr, /could not be sent.*535/)
      assert.doesNotMatch(listener.stderr, /hunter2secret/)
    },
    { login: { user: 'me', password: 'right' } },
  ))

test('command lines that are wrong say what is right, with the exit codes of the Python programs', () => {
  const run = (name: string, ...args: readonly string[]) => {
    const { status, stderr, stdout } = spawnSync(program(name), args, { env: { PATH: process.env.PATH } })
    return { status, stderr: stderr.toString(), stdout: stdout.toString() }
  }
  assert.deepEqual([run('crashmail', '--nonsense').status, run('crashmail', '-m').status], [255, 255])
  assert.deepEqual([run('crashmailbatch').status, run('fatalmailbatch', '-t', 'a@b.c').status], [1, 1])
  assert.match(run('crashmailbatch', '-t', 'a@b', '-f', 'a@b', '-e', 'TACK').stderr, /TACK is no tick/)
  assert.match(run('crashmail', '-a').stderr, /must be run as a supervisor event listener/)
  for (const name of ['crashmail', 'crashmailbatch', 'fatalmailbatch', 'httpok']) {
    assert.match(execFileSync(program(name), ['--help']).toString(), new RegExp(name))
  }
})
