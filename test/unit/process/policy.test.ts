import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChildExit } from '../../../core/posix/port.js'
import {
  backoffDelayMs,
  classifyExit,
  describeExit,
  FULL_PACE,
  killDelayMs,
  paceRespawn,
  shouldGiveUp,
  shouldRestart,
} from '../../../core/process/policy.js'

const names: Record<number, string> = { 9: 'SIGKILL', 11: 'SIGSEGV' }
const signalName = (signal: number) => names[signal]
const exit = (change: Partial<ChildExit>): ChildExit => ({
  pid: 7,
  code: null,
  signal: null,
  coreDumped: false,
  raw: 0,
  ...change,
})

test('an end is described in the words of the log (LIFE-27)', () => {
  assert.equal(describeExit(exit({ code: 3 }), signalName), 'exit status 3')
  assert.equal(describeExit(exit({ signal: 9 }), signalName), 'terminated by SIGKILL')
  assert.equal(
    describeExit(exit({ signal: 11, coreDumped: true }), signalName),
    'terminated by SIGSEGV (core dumped)',
  )
  assert.equal(describeExit(exit({ signal: 40 }), signalName), 'terminated by signal 40')
  assert.equal(describeExit(exit({ raw: 0x137f }), signalName), 'unknown termination cause 0x137f')
})

test('an exit code is expected when exitcodes lists it, death by a signal never (LIFE-14, LIFE-27)', () => {
  const config = { exitcodes: [0, 3], startsecs: 1 }
  assert.equal(classifyExit(exit({ code: 3 }), 5000, config, signalName).expected, true)
  assert.equal(classifyExit(exit({ code: 1 }), 5000, config, signalName).expected, false)
  const killed = classifyExit(exit({ signal: 9 }), 5000, config, signalName)
  assert.deepEqual([killed.expected, killed.status], [false, -1])
})

test('an end before startsecs is too quick, with startsecs=0 none is (LIFE-11, LIFE-24)', () => {
  const judge = (upMs: number, startsecs: number) =>
    classifyExit(exit({ code: 0 }), upMs, { exitcodes: [0], startsecs }, signalName).tooQuick
  assert.equal(judge(999, 1), true)
  assert.equal(judge(1000, 1), false)
  assert.equal(judge(0, 0), false)
})

test('autorestart decides by the exit code only when it says unexpected (LIFE-15)', () => {
  assert.deepEqual(
    [true, false].map((expected) => shouldRestart('unexpected', expected)),
    [false, true],
  )
  assert.equal(shouldRestart(true, true), true)
  assert.equal(shouldRestart(false, false), false)
})

test('retries wait one second longer each time and startretries=N gives 1+N attempts (LIFE-11, LIFE-12)', () => {
  assert.deepEqual([1, 2, 3].map(backoffDelayMs), [1000, 2000, 3000])
  assert.deepEqual(
    [1, 2, 3, 4].map((failed) => shouldGiveUp(failed, 3)),
    [false, false, false, true],
  )
  assert.equal(shouldGiveUp(1, 0), true)
})

test('KILL follows after stopwaitsecs and is never repeated faster than once a second (EDGE-21)', () => {
  assert.equal(killDelayMs(10, 0), 10_000)
  assert.equal(killDelayMs(0, 0), 0)
  assert.equal(killDelayMs(0, 1), 1000)
  assert.equal(killDelayMs(10, 3), 10_000)
})

test('a program that always ends at once is spawned at most 30 times in 10 s', () => {
  let pace = FULL_PACE
  let now = 0
  let spawns = 1
  for (;;) {
    const spawnedAt = now
    now += 2
    const step = paceRespawn(pace, now, spawnedAt)
    pace = step.pace
    now += step.delayMs
    if (now >= 10_000) break
    spawns += 1
  }
  assert.equal(spawns, 30)
})

test('a program that runs a second or more is always restarted at once', () => {
  let pace = FULL_PACE
  for (let now = 0; now < 500_000; now += 1000) {
    const step = paceRespawn(pace, now + 1000, now)
    assert.equal(step.delayMs, 0)
    pace = step.pace
  }
})
