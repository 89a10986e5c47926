import assert from 'node:assert/strict'
import { readlinkSync } from 'node:fs'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'
import { skipUnless } from '../../support/systems.js'

test('a program without logs writes to /dev/null, one with a log to a pipe', {
  skip: skipUnless('reeve'),
}, async (context) => {
  const section = (name: string, options: string) =>
    `[program:${name}]\ncommand=sh -c "while echo text; do sleep 1; done"\nstartsecs=0\n${options}\n`
  const daemon = await startDaemon({
    kind: 'reeve',
    config:
      section('silent', 'stdout_logfile=NONE\nstderr_logfile=NONE') +
      section('joined', 'stdout_logfile=NONE\nredirect_stderr=true') +
      section('mixed', 'stdout_logfile=NONE\nstderr_logfile=%(here)s/err'),
  })
  context.after(() => daemon.close())
  const outputs = async (name: string) => {
    const { pid } = await daemon.until(name, 'RUNNING')
    return ['1', '2'].map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`).replace(/\d+/, 'N'))
  }
  assert.deepEqual(await outputs('silent'), ['/dev/null', '/dev/null'])
  assert.deepEqual(await outputs('joined'), ['/dev/null', '/dev/null'])
  assert.deepEqual(await outputs('mixed'), ['/dev/null', 'pipe:[N]'])
})
