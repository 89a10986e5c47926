// Which signals reach a whole process group: CFG-PROG-13, CFG-PROG-14, EDGE-19, EDGE-20.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { child, createFixture } from '../unit/process/engine-fixture.js'

/** Signals that one child got on its own and with its group, from a signal request, the stop and the kill. */
async function sent(options: {
  readonly stopasgroup: boolean
  readonly killasgroup: boolean
}): Promise<{ readonly all: readonly number[]; readonly group: readonly number[] }> {
  const fixture = createFixture({ startsecs: 0, stopwaitsecs: 2, ...options })
  const { process, clock } = fixture
  await process.start()
  const running = child(fixture)
  running.onSignal = () => 'ignore'
  process.signal(1)
  const stopped = process.stop()
  await clock.run(2000)
  await stopped
  return { all: running.signals, group: running.groupSignals }
}

test('with stopasgroup the stop reaches the whole group, the kill too (CFG-PROG-13)', async () => {
  assert.deepEqual(await sent({ stopasgroup: true, killasgroup: true }), { all: [1, 15, 9], group: [15, 9] })
})

test('with killasgroup the kill alone reaches the group, a signal request never (EDGE-20)', async () => {
  assert.deepEqual(await sent({ stopasgroup: false, killasgroup: true }), { all: [1, 15, 9], group: [9] })
})

test('without either only the child gets signals (EDGE-19)', async () => {
  assert.deepEqual(await sent({ stopasgroup: false, killasgroup: false }), { all: [1, 15, 9], group: [] })
})
