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
    // On a busy machine some of those in hand come back meanwhile.
    const told = daemon.log.all.indexOf(await daemon.logged(/respawning too fast: loop/))
    const atOnce = daemon.log.all.slice(0, told).filter((line) => /spawned: 'loop'/.test(line)).length
    assert.ok(atOnce > IN_HAND, `${atOnce} at once`)
    await daemon.logged(/spawned: 'loop'/, atOnce + 4)
    const spawns = daemon.matching(/spawned: 'loop'/).slice(0, atOnce + 4)
    const seconds = secondsBetween(spawns[0] ?? '', spawns.at(-1) ?? '')
    // The first one, those in hand, and one a second: 30 in 10 s is never exceeded at this rate. Times are cut to
    // milliseconds.
    const most = 1 + IN_HAND + Math.floor(seconds + 0.002)
    assert.ok(spawns.length <= most, `${spawns.length} spawns in ${seconds} s`)
    const gaps = [1, 2, 3].map((n) => secondsBetween(spawns[atOnce + n - 1] ?? '', spawns[atOnce + n] ?? ''))
    assert.ok(Math.max(...gaps) >= 0.99, `the last are ${gaps} s apart`)

    // While it waits it is EXITED, and a stop request ends the waiting at once.
    assert.equal((await daemon.until('loop', 'EXITED')).pid, 0)
    await daemon.call('stopProcess', 'loop')
    const count = daemon.matching(/spawned: 'loop'/).length
    assert.deepEqual(await daemon.call('startProcess', 'loop', false), { value: true })
    await daemon.logged(/spawned: 'loop'/, count + 1)
  } finally {
    await daemon.close()
  }
})
