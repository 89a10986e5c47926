import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness, type Harness } from 'reeve/testing'
import eventListener from '../../../plugins/event-listener/index.js'
import stdout from '../../../plugins/stdout/index.js'
import { createLineSink, MOST_LINE_BYTES } from '../../../plugins/stdout/line-sink.js'
import type { Sink, Supervisor } from '../../../sdk/index.js'

const PROGRAMS = `[program:web]
command=/bin/cat
stdout_logfile=/tmp/web.log
[group:pair]
programs=a,b
[program:a]
command=/bin/cat
[program:b]
command=/bin/cat
`

function boot(section: string, more = '', supervisord = ''): Promise<Harness> {
  return createHarness(
    `[supervisord]\nlogfile=/tmp/main.log\n${supervisord}[stdout]\n${section}${PROGRAMS}${more}`,
    { plugins: [eventListener, stdout] },
  )
}

const out = ({ posix }: Harness) => posix.stdout.take().toString()

test('whole lines of all programs appear with their name, beside their log files', async () => {
  const harness = await boot('')
  harness.child('web').write('stdout', 'one\ntw')
  await harness.advance(100)
  harness.child('pair:a').write('stderr', 'trouble\n')
  await harness.advance(100)
  harness.child('web').write('stdout', 'o\n\nlast')
  await harness.advance(100)
  assert.deepEqual(out(harness).split('\n'), [
    'web stdout | one',
    'pair:a stderr | trouble',
    'web stdout | two',
    'web stdout | ',
    '',
  ])
  harness.child('web').exit({ code: 0 })
  await harness.advance(100)
  assert.equal(out(harness), 'web stdout | last\n', 'the end of a stream ends its line')
  assert.equal(harness.posix.files.text('/tmp/web.log'), 'one\ntwo\n\nlast')
  await harness.stop()
})

test('json gives each line with its time and where it comes from', async () => {
  const harness = await boot('format=json\n')
  harness.child('pair:a').write('stdout', Buffer.from('a "b" \xff\n', 'latin1'))
  await harness.advance(100)
  const line = JSON.parse(out(harness))
  assert.match(line.time, /^2026-01-31T10:20:30/)
  assert.deepEqual(
    { ...line, time: '' },
    {
      time: '',
      group: 'pair',
      process: 'a',
      pid: harness.process('pair:a').pid,
      stream: 'stdout',
      line: 'a "b" \ufffd',
    },
  )
  await harness.stop()
})

test('plain leaves lines as they are, and programs chooses whose', async () => {
  const harness = await boot('format=plain\nprograms=web, pair:b\nstderr=none\n')
  harness.child('web').write('stdout', '{"a":1}\n')
  harness.child('web').write('stderr', 'not here\n')
  harness.child('pair:a').write('stdout', 'not asked for\n')
  await harness.advance(100)
  harness.child('pair:b').write('stdout', 'b\n')
  await harness.advance(100)
  assert.equal(out(harness), '{"a":1}\nb\n')
  await harness.stop()
})

test('stderr may go to stderr', async () => {
  const harness = await boot('stderr=stderr\nprograms=pair:*\n')
  harness.child('pair:a').write('stderr', 'trouble\n')
  await harness.advance(100)
  assert.equal(out(harness), '')
  assert.equal(harness.posix.stderr.take().toString(), 'pair:a stderr | trouble\n')
  await harness.stop()
})

test('a slow reader makes only the programs wait that write; nothing is lost or held', async () => {
  const harness = await boot('programs=web\nformat=plain\n')
  const line = `${'x'.repeat(99)}\n`
  harness.posix.stdout.put(Buffer.alloc(harness.posix.stdout.capacity))
  const taken = harness.child('web').write('stdout', line.repeat(600))
  harness.child('pair:a').write('stdout', 'goes on\n')
  await harness.advance(10_000)
  assert.equal(harness.posix.files.text('/tmp/web.log'), '', 'the bytes stay in the pipe of the program')
  assert.ok(taken > 0)
  assert.equal(harness.process('web').state, 'RUNNING')
  harness.posix.stdout.take()
  let received = ''
  for (let turn = 0; turn < 200 && received.length < taken; turn++) {
    await harness.advance(100)
    received += out(harness)
  }
  assert.equal(
    received,
    line
      .repeat(600)
      .slice(0, taken)
      .replace(/[^\n]*$/, ''),
  )
  assert.equal(harness.posix.files.text('/tmp/web.log')?.length, taken)
  await harness.stop()
})

test('neither the protocol of a listener nor a program that writes there by itself appears twice', async () => {
  const harness = await boot(
    'stderr=stderr\n',
    '[eventlistener:l]\ncommand=/bin/cat\nevents=EVENT\n' +
      '[program:own]\ncommand=/bin/cat\nstdout_logfile=/dev/stdout\nstdout_logfile_maxbytes=0\n',
  )
  harness.child('l').write('stdout', 'READY\n')
  harness.child('l').write('stderr', 'a word\n')
  harness.child('own').write('stdout', 'once\n')
  await harness.advance(100)
  assert.equal(out(harness), 'once\n')
  assert.equal(harness.posix.stderr.take().toString(), 'l stderr | a word\n')
  await harness.stop()
})

test('sequences are stripped where strip_ansi says so, and captured text is left out', async () => {
  const harness = await boot(
    'format=plain\nprograms=c\n',
    '[program:c]\ncommand=/bin/cat\nstdout_capture_maxbytes=1MB\n',
    'strip_ansi=true\n',
  )
  harness.child('c').write('stdout', 'a\x1b[1mb\n<!--XSUPERVISOR:BEGIN-->secret<!--XSUPERVISOR:END-->after\n')
  await harness.advance(100)
  assert.equal(out(harness), 'ab\nafter\n')
  await harness.stop()
})

test('a line without an end is given on in pieces of a bounded size', () => {
  const pieces: Buffer[] = []
  const output: Sink = { write: (bytes) => void pieces.push(Buffer.from(bytes)) }
  const cuts: boolean[] = []
  const sink = createLineSink({
    output,
    render: (line, isCut) => {
      cuts.push(isCut)
      return Buffer.from(line)
    },
  })
  sink.write(Buffer.alloc(MOST_LINE_BYTES * 2 + 10, 'x'))
  sink.write(Buffer.from('y\n'))
  assert.deepEqual(cuts, [true, true, false])
  assert.equal(Buffer.concat(pieces).length, MOST_LINE_BYTES * 2 + 11)
})

test('in the background, where there is no stdout, it says so and does nothing', () => {
  const warnings: string[] = []
  const supervisor = {
    config: { supervisord: { nodaemon: false } },
    log: { warn: (line: string) => void warnings.push(line) },
  } as unknown as Supervisor
  const section = { values: {} } as never
  stdout.apply(supervisor, { sections: [section], values: {} })
  assert.match(warnings.join('\n'), /has no effect in the background/)
})
