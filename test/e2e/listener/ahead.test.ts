// A burst for a listener that is given events ahead: none is lost or out of its order, whatever becomes of the listener.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'
import { Scratch } from '../../support/scratch.js'
import { repository, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

const COUNT = 1_000
const LISTENER = join(repository, 'dist/sdk/listener/index.js')

/** Notes each event, refuses event 100 once, is killed at 300 and ends itself at 600. */
const PROGRAM = `import { appendFileSync, readFileSync } from 'node:fs'
import { listen } from ${JSON.stringify(LISTENER)}
const path = new URL('heard', import.meta.url)
const before = () => readFileSync(path, 'utf8').split('\\n')
await listen((event) => {
  appendFileSync(path, event.data + '\\n')
  const isFirst = before().filter((line) => line === event.data).length === 1
  if (!isFirst) return
  if (event.data === '100') throw new Error('not yet')
  if (event.data === '300') process.kill(process.pid, 'SIGKILL')
  if (event.data === '600') process.exit(0)
})
`

const TALKER = `#!/usr/bin/python3
import os, time
here = os.path.dirname(os.path.abspath(__file__))
while not os.path.exists(os.path.join(here, 'go')): time.sleep(0.02)
for number in range(${COUNT}):
    os.write(1, b'<!--XSUPERVISOR:BEGIN-->%d<!--XSUPERVISOR:END-->' % number)
time.sleep(1000)
`

test('a burst reaches a listener in order, through a refusal, a death and an end', {
  skip: skipUnless('reeve', 'python3'),
}, async (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  scratch.write('listen.mjs', PROGRAM)
  scratch.write('heard', '')
  scratch.write('talk.py', TALKER, 0o755)
  const daemon = await startDaemon({
    kind: 'reeve',
    scratch,
    config: `[program:talker]
command=%(here)s/talk.py
stdout_capture_maxbytes=1KB
stdout_logfile=NONE
[eventlistener:pool]
command=${process.execPath} %(here)s/listen.mjs
events=PROCESS_COMMUNICATION
buffer_size=${COUNT}
autorestart=true
startsecs=0`,
  })
  context.after(() => daemon.close())
  const lines = () => scratch.read('heard').split('\n').slice(0, -1).map(Number)
  await daemon.logged(/success: (talker|pool) entered RUNNING/, 2)
  scratch.write('go', '')
  const heard = await waitFor(() => lines().includes(COUNT - 1) && lines(), {
    what: 'the last event',
    instead: () => `${lines().length} events; ${daemon.log.text}`,
  })
  const firsts = heard.filter((number, index) => heard.indexOf(number) === index)
  assert.deepEqual(
    firsts,
    Array.from({ length: COUNT }, (_, number) => number),
  )
  // Refused: given again next, and those behind it once. Gone without an answer: given to the next run.
  const place = heard.indexOf(100)
  assert.deepEqual(heard.slice(place, place + 3), [100, 100, 101])
  for (const number of [300, 600]) assert.equal(heard.filter((one) => one === number).length, 2, `${number}`)
  // What was handled shortly before a sudden death may come twice, what was handled before an end may not.
  assert.equal(heard.filter((one) => one === 599).length, 1)
  assert.equal(daemon.matching(/WARN pool: event was rejected/).length, 1)
})
