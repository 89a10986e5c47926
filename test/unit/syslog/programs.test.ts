// The syslog plugin on the fake ports: LOG-26, CFG-PROG-22, CFG-TYP-10, CFG-EVL-06.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness, type Harness } from 'reeve/testing'
import eventListener from '../../../plugins/event-listener/index.js'
import syslog from '../../../plugins/syslog/index.js'
import { createRecordSink } from '../../../plugins/syslog/records.js'

async function boot(program: string, supervisord = ''): Promise<Harness> {
  const harness = await createHarness(
    `[supervisord]\nloglevel=info\n${supervisord}[program:web]\ncommand=/bin/cat\n${program}`,
    { plugins: [syslog] },
  )
  harness.posix.syslog.readers = 1
  return harness
}

function records(harness: Harness): string[] {
  return harness.posix.syslog
    .take()
    .toString()
    .split('<14>')
    .slice(1)
    .map((record) => record.slice('Jan  5 10:20:30 supervisord: '.length))
}

test('each line of a program becomes a record with its name, beside the log file (LOG-26, CFG-PROG-22)', async () => {
  const harness = await boot('stdout_logfile=/tmp/web.log\nstdout_syslog=true\n')
  harness.child('web').write('stdout', 'one\ntwo\n\nthr')
  harness.child('web').write('stderr', 'not asked for\n')
  await harness.advance(100)
  assert.deepEqual(records(harness), ['web one', 'web two', 'web '])
  harness.child('web').write('stdout', 'ee\nend')
  harness.child('web').exit({ code: 0 })
  await harness.advance(100)
  assert.deepEqual(records(harness), ['web three', 'web end'])
  assert.equal(harness.posix.files.text('/tmp/web.log'), 'one\ntwo\n\nthree\nend')
  await harness.stop()
})

test('stdout_logfile=syslog asks for records and no file, with a warning (CFG-TYP-10)', async () => {
  const harness = await boot('stdout_logfile=syslog\nstderr_syslog=true\n')
  harness.child('web').write('stdout', 'out\n')
  await harness.advance(100)
  harness.child('web').write('stderr', 'err\n')
  await harness.advance(100)
  assert.deepEqual(records(harness), ['web out', 'web err'])
  assert.equal(harness.process('web').stdoutLog.path, null)
  assert.equal(
    harness
      .log()
      .filter((line) => /For \[program:web\], stdout_logfile=syslog but this is deprecated/.test(line))
      .length,
    1,
  )
  await harness.stop()
})

test('records are stripped of ANSI sequences and hold no captured text', async () => {
  const harness = await boot(
    'stdout_logfile=NONE\nstdout_syslog=true\nstdout_capture_maxbytes=1000\n',
    'strip_ansi=true\n',
  )
  harness
    .child('web')
    .write('stdout', '\x1b[31mred\x1b[0m\n<!--XSUPERVISOR:BEGIN-->secret<!--XSUPERVISOR:END-->after\n')
  await harness.advance(100)
  harness.child('web').exit({ code: 0 })
  await harness.advance(100)
  assert.deepEqual(records(harness), ['web red', 'web after'])
  await harness.stop()
})

test('logfile=syslog sends each line of the daemon, and there is no file to read (LOG-06)', async () => {
  const harness = await boot('', 'logfile=syslog\n')
  // Nobody listened while it booted.
  await harness.advance(200)
  harness.supervisor.log.warn('first\nsecond')
  const told = records(harness)
  assert.equal(told.length, 2)
  for (const [index, word] of ['first', 'second'].entries())
    assert.match(
      told[index] ?? '',
      new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} WARN ${word}$`),
    )
  assert.throws(() => harness.supervisor.mainLog.read(0, 0), /NO_FILE/)
  assert.equal(harness.posix.files.text('syslog'), undefined)
  await harness.stop()
})

test('a line that arrives in two pieces is one record', () => {
  const sent: string[] = []
  const sink = createRecordSink({ name: 'web', send: (record) => void sent.push(record.toString()) })
  for (const piece of ['he', 'l', 'lo\nwor', 'ld\n', 'x'.repeat(20_000), '\n']) sink.write(Buffer.from(piece))
  sink.close?.()
  assert.deepEqual(
    sent.map((record) => (record.length > 20 ? record.length - 'web '.length : record)),
    ['web hello', 'web world', 8_000, 8_000, 4_000],
  )
})

test('the stdout of a listener is no text for syslog, its stderr is (CFG-EVL-06)', async () => {
  const harness = await createHarness(
    '[supervisord]\n[eventlistener:ear]\ncommand=/bin/cat\nevents=TICK_5\nstdout_syslog=true\nstderr_syslog=true\n',
    { plugins: [syslog, eventListener] },
  )
  harness.posix.syslog.readers = 1
  harness.child('ear').write('stdout', 'READY\n')
  harness.child('ear').write('stderr', 'hello\n')
  await harness.advance(100)
  assert.deepEqual(records(harness), ['ear hello'])
  await harness.stop()
})
