// The pace of restarts on the real daemon (design 6).

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondsBetween } from '../../differential/stage.js'
import { startDaemon } from '../../support/daemon.js'
import { skipUnless } from '../../support/systems.js'

const IN_HAND = 20

test('a program that always exits at once has its restarts in hand, then one a second', {
  skip: skipUnless('reeve'),
}, async () => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: '[program:loop]\ncommand=/bin/true\nstartsecs=0\nautorestart=true\n',
  })
  try {
    await daemon.logged(/spawned: 'loop'/, IN_HAND + 4)
    const spawns = daemon.matching(/spawned: 'loop'/).slice(0, IN_HAND + 4)
    const seconds = secondsBetween(spawns[0] ?? '', spawns[IN_HAND + 3] ?? '')
    // The first one, those in hand, and one a second: 30 in 10 s is never exceeded at this rate.
    assert.ok(spawns.length <= 1 + IN_HAND + Math.floor(seconds), `${spawns.length} spawns in ${seconds} s`)
    const last = secondsBetween(spawns[IN_HAND + 2] ?? '', spawns[IN_HAND + 3] ?? '')
    assert.ok(last >= 0.99, `the last two are ${last} s apart`)
    assert.equal(daemon.matching(/respawning too fast: loop/).length, 1)

    // While it waits it is EXITED, and a stop request ends the waiting at once.
    assert.equal((await daemon.until('loop', 'EXITED')).pid, 0)
    await daemon.call('stopProcess', 'loop')
    const count = daemon.matching(/spawned: 'loop'/).length
    assert.deepEqual(await daemon.call('startProcess', 'loop', false), { value: true })
    await daemon.logged(/spawned: 'loop'/, count + 1)

    // All of them means also those that only wait to be started again.
    await daemon.logged(/exited: loop/, count + 1)
    assert.equal((await daemon.control(['stop', 'all'])).stdout, 'loop: stopped\n')
    assert.deepEqual(await daemon.ask('stopAllProcesses'), [])
  } finally {
    await daemon.close()
  }
})
