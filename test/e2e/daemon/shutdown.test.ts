// The phases of a shutdown: LIFE-54, LIFE-55, EDGE-11, EDGE-12, on the built program.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondsBetween } from '../../differential/stage.js'
import { startDaemon } from '../../support/daemon.js'
import { skipUnless } from '../../support/systems.js'

const program = (name: string, priority: number, more = '') =>
  `[program:${name}]\npriority=${priority}\ncommand=sleep 1000\nstartsecs=0\n${more}`

test('groups stop from the highest priority down, equal ones together, and idle ones cost no time', {
  skip: skipUnless('reeve'),
}, async () => {
  const idle = Array.from({ length: 30 }, (_, n) => program(`idle${n}`, n * 10, 'autostart=false\n'))
  const daemon = await startDaemon({
    kind: 'reeve',
    config:
      `[supervisord]\nloglevel=debug\n` +
      `${program('low', 5)}${program('middle', 150)}${program('twin', 150)}${program('high', 999)}` +
      `[group:crew]\nprograms=second,first\npriority=200\n${program('first', 1)}${program('second', 2)}` +
      idle.join(''),
  })
  try {
    for (const name of ['low', 'middle', 'twin', 'high', 'crew:first', 'crew:second']) {
      await daemon.until(name, 'RUNNING')
    }
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
    const lines = daemon.matching(/received SIGTERM|killing \w+ \(|stopped: \w+/)
    const steps = lines.map((line) => /(killing|stopped:) (\w+)/.exec(line)?.slice(1).join(' ') ?? 'begin')
    const place = (step: string) => steps.indexOf(step)
    const phases = [['high'], ['second', 'first'], ['middle', 'twin'], ['low']]
    for (const [index, names] of phases.entries()) {
      for (const name of names) {
        assert.ok(place(`killing ${name}`) < place(`stopped: ${name}`), steps.join(', '))
        for (const later of phases.slice(index + 1).flat()) {
          assert.ok(place(`stopped: ${name}`) < place(`killing ${later}`), steps.join(', '))
        }
      }
    }
    // Equal priorities, and the members of a group: all are told before the first has gone.
    for (const names of phases) {
      const told = Math.max(...names.map((name) => place(`killing ${name}`)))
      assert.ok(told < Math.min(...names.map((name) => place(`stopped: ${name}`))), steps.join(', '))
    }
    const seconds = secondsBetween(lines[0] ?? '', lines.at(-1) ?? '')
    // Supervisor spends up to a second on each of the 35 groups.
    assert.ok(seconds < 5, `${seconds} s`)
  } finally {
    await daemon.close()
  }
})

test('a shutdown with nothing to stop is immediate', { skip: skipUnless('reeve') }, async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: program('a', 1, 'autostart=false\n') })
  try {
    assert.deepEqual(await daemon.call('shutdown'), { value: true })
    assert.equal(await daemon.exit(), 0)
    assert.equal(daemon.matching(/waiting for/).length, 0)
  } finally {
    await daemon.close()
  }
})
