import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FAIL, OK, READY, startPools } from '../unit/event-listener/pools.js'
import { fuzz, LISTENER_COUNT } from './mutations.js'

const POOL = `[eventlistener:pool]
command=/bin/cat
events=REMOTE_COMMUNICATION
startsecs=0
stdout_logfile=NONE
stderr_logfile=NONE
buffer_size=5
[supervisord]
logfile_maxbytes=100KB
logfile_backups=1
`

const WHOLE = [READY, OK, FAIL, `${READY}${OK}${READY}`, `${OK}${READY}`, 'RESULT 3\nab', 'RESULT 0\n']
const WORDS = ['RESULT ', 'READY', 'OK', '\n', '0\n', '-1\n', '99999999999\n', '1e3\n', ' ', '\0', 'é😀', 'x']

test(`any output at all leaves the pool whole (${LISTENER_COUNT} seeded mutations)`, async () => {
  const rig = await startPools(POOL)
  await rig.harness.advance(1)
  const restart = async () => {
    rig.listener().exit({ code: 1 })
    await rig.harness.advance(1_001)
  }
  const corpus = WHOLE.map((text) => Buffer.from(text))
  await fuzz({ corpus, words: WORDS, token: /[A-Z]+|\d+|\n/g }, LISTENER_COUNT, async (input, random) => {
    await rig.send('event')
    rig.listener().readStdin()
    await rig.say(input)
    if (random(20) === 0) await restart()
  })
  await restart()
  rig.listener().readStdin()
  await rig.say(READY)
  assert.equal(rig.arrived().length, 1)
  await rig.harness.stop()
})
