// The syslog of core/log over real datagrams, at a path of the test's own.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSystemClock } from '../../../core/clock/system-clock.js'
import { createSyslog } from '../../../core/log/syslog.js'
import { createPosix } from '../../../core/posix/posix.js'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { startReceiver } from './receiver.js'

const skip = skipUnless('python3')
const clock = createSystemClock()
const posix = createPosix({ clock })

test('records arrive one a datagram, and the next one reaches a receiver that was started anew', {
  skip,
}, async () => {
  const scratch = new Scratch()
  try {
    const path = scratch.at('log')
    const first = await startReceiver(scratch, path)
    const syslog = createSyslog({ posix, clock, path })
    syslog.write('one')
    syslog.write('two words')
    await first.lines.waitFor(/^'<14>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d supervisord: one'$/)
    await first.lines.waitFor(/ supervisord: two words'$/)
    await first.stop()
    const second = await startReceiver(scratch, path)
    syslog.write('three')
    await second.lines.waitFor(/ supervisord: three'$/)
    assert.equal(syslog.droppedBytes, 0)
    syslog.close()
    await second.stop()
  } finally {
    await scratch.remove()
  }
})

test('a receiver that takes nothing for a while costs no record and no waiting', { skip }, async () => {
  const scratch = new Scratch()
  try {
    const path = scratch.at('log')
    const receiver = await startReceiver(scratch, path, true)
    const syslog = createSyslog({ posix, clock, path })
    const count = 3_000
    const before = clock.monotonic()
    for (let number = 0; number < count; number += 1) syslog.write(`record ${number}`)
    assert.ok(clock.monotonic() - before < 1_000)
    assert.ok(syslog.heldBytes > 0)
    receiver.child.stdin?.write('go\n')
    await receiver.lines.waitFor(/supervisord: record \d+'$/, count)
    const numbers = receiver.lines.matching(/record/).map((line) => Number(/record (\d+)/.exec(line)?.[1]))
    assert.ok(numbers.every((number, index) => number === index))
    assert.deepEqual([syslog.heldBytes, syslog.droppedBytes], [0, 0])
    syslog.close()
    await receiver.stop()
  } finally {
    await scratch.remove()
  }
})

test('a path that no socket has and one that is too long are named by their errno', () => {
  assert.deepEqual(posix.connectDatagram('/nonexistent/log'), { errno: 'ENOENT' })
  assert.deepEqual(posix.connectDatagram(`/${'x'.repeat(200)}`), { errno: 'ENAMETOOLONG' })
})
