import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChildExit } from '../../../core/posix/port.js'
import { createPosix } from '../../../core/posix/posix.js'
import { decodeStatus } from '../../../core/posix/reaper.js'
import { createFakeClock } from '../../../core/testing/fake-clock.js'

function setUp() {
  const clock = createFakeClock()
  const posix = createPosix({ clock })
  const owned = new Set<number>()
  const exits: ChildExit[] = []
  const unknown: ChildExit[] = []
  const stop = posix.watchChildren({
    owns: (pid) => owned.has(pid),
    onExit: (exit) => exits.push(exit),
    onUnknown: (exit) => unknown.push(exit),
  })
  const start = (code: number): number => {
    const argv = ['sh', '-c', `exit ${code}`]
    const result = posix.spawn({ file: '/bin/sh', argv, environment: {}, stdio: [0, 1, 2] })
    assert.ok('pid' in result)
    return result.pid
  }
  return { clock, posix, owned, exits, unknown, stop, start }
}

async function becomesZombie(pid: number): Promise<void> {
  while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await nextTurn()
}

test('an unknown child waits for the second look and hides no exit of ours (LIFE-63)', async () => {
  const { clock, posix, owned, exits, unknown, stop, start } = setUp()
  const strangers = [start(1), start(2)]
  for (const pid of strangers) await becomesZombie(pid)
  posix.reapNow()
  const own = start(3)
  owned.add(own)
  while (exits.length === 0) await nextTurn()
  assert.deepEqual([exits[0]?.pid, exits[0]?.code], [own, 3])
  clock.advance(999)
  assert.deepEqual(unknown, [])
  // The second stranger stood behind the first, so it was first seen at the first one's second look.
  clock.advance(1)
  clock.advance(1000)
  assert.deepEqual(
    unknown.map(({ pid, code }) => [pid, code]),
    [
      [strangers[0], 1],
      [strangers[1], 2],
    ],
  )
  assert.equal(clock.pending(), 0)
  stop()
})

test('an unknown child that its owner takes in the meantime is not reported', async () => {
  const { clock, posix, owned, exits, unknown, stop, start } = setUp()
  const pid = start(5)
  await becomesZombie(pid)
  posix.reapNow()
  owned.add(pid)
  posix.reapNow()
  assert.equal(exits.length, 1)
  clock.advance(5000)
  assert.deepEqual(unknown, [])
  assert.equal(clock.pending(), 0)
  stop()
})

test('after the end of the watch nothing is reported and no timer is left', async () => {
  const { clock, posix, exits, unknown, stop, start } = setUp()
  const pid = start(0)
  await becomesZombie(pid)
  posix.reapNow()
  stop()
  assert.equal(clock.pending(), 0)
  posix.reapNow()
  assert.deepEqual([exits, unknown], [[], []])
})

test('a wait status is an exit code or a signal, with or without a core', () => {
  const of = (raw: number) => {
    const { code, signal, coreDumped } = decodeStatus(1, raw)
    return [code, signal, coreDumped]
  }
  assert.deepEqual(of(0), [0, null, false])
  assert.deepEqual(of(255 << 8), [255, null, false])
  assert.deepEqual(of(15), [null, 15, false])
  assert.deepEqual(of(0x80 | 11), [null, 11, true])
  assert.deepEqual(of(64), [null, 64, false])
})
