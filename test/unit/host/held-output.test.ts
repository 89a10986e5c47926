// What sinks keep back, over the change to another image of the program.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness } from '../../../core/testing/harness.js'
import stdout from '../../../plugins/stdout/index.js'
import syslog from '../../../plugins/syslog/index.js'
import type { Plugin } from '../../../sdk/plugin.js'

const TALKING = `
[supervisord]
strip_ansi = true
[program:talker]
command = /bin/cat
startsecs = 0
stdout_capture_maxbytes = 64
stdout_syslog = true
[stdout]
format = plain
`

interface Result {
  readonly log: string
  readonly captured: readonly string[]
  readonly records: readonly string[]
  readonly printed: string
}

/** What comes of a text when another image of the program takes over in the middle of it. */
async function cutAt(text: string, at: number): Promise<Result> {
  const captured: string[] = []
  const tap: Plugin = {
    name: 'tap',
    apply({ hooks }) {
      hooks.event.tap('tap', ({ type, payload }) => {
        if (type === 'PROCESS_COMMUNICATION_STDOUT') captured.push(payload().split('\n')[1] ?? '')
      })
    },
  }
  const before = await createHarness(TALKING, { plugins: [tap, syslog, stdout] })
  before.posix.syslog.readers = 1
  await before.advance(1)
  before.child('talker').write('stdout', text.slice(0, at))
  await before.advance(10)
  const expected = before.supervisor.snapshot()
  const after = await before.replaceImage()
  assert.deepEqual(after.supervisor.snapshot(), expected)
  after.child('talker').write('stdout', text.slice(at))
  await after.advance(10)
  const log = after.process('talker').stdoutLog.read(0, 0).toString()
  const records = after.posix.syslog.take().toString().split('<14>').slice(1)
  const printed = after.posix.stdout.take().toString()
  await after.stop()
  return { log, captured, records: records.map((record) => record.replace(/^.*?talker /, '')), printed }
}

test('wherever another image takes over, no text, token or escape sequence is cut', async () => {
  const text =
    'a\x1b[31mb\n<!--XSUPERVISOR:BEGIN-->one \x1b[0mtext<!--XSUPERVISOR:END-->c <!-- no token -->\n'
  for (let at = 0; at <= text.length; at++) {
    const { log, captured, records, printed } = await cutAt(text, at)
    assert.equal(log, 'ab\nc <!-- no token -->\n', `cut at ${at}`)
    assert.deepEqual(captured, ['one text'], `cut at ${at}`)
    assert.deepEqual(records, ['ab', 'c <!-- no token -->'], `cut at ${at}`)
    assert.equal(printed, log, `cut at ${at}`)
  }
})

test('what sinks keep back is counted in the snapshot', async () => {
  const harness = await createHarness(TALKING)
  await harness.advance(1)
  harness.child('talker').write('stdout', 'line\n<!--XSUPERVISOR:BEGIN-->four<!--\x1b')
  await harness.advance(10)
  const [talker] = harness.supervisor.snapshot().processes
  assert.deepEqual(talker?.held, {
    stdout: {
      strip_ansi: 'escape',
      capture: {
        isCapturing: true,
        text: Buffer.from('four').toString('base64'),
        partial: Buffer.from('<!--').toString('base64'),
      },
    },
    stderr: {},
  })
  assert.equal(talker?.counters.stdoutHeldBytes, 9)
  await harness.stop()
})
