import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSystemClock } from '../../../core/clock/system-clock.js'
import { createPosix } from '../../../core/posix/posix.js'
import { parseStat } from '../../../core/posix/process-table.js'

const LINE =
  '42 (name) S 7 42 42 0 -1 4194560 1 2 3 4 150 50 20 5 20 0 3 0 9000 1000000 256 18446744073709551615 0 0\n'

test('a line of the process table gives parent, memory and CPU time', () => {
  assert.deepEqual(parseStat(42, LINE, 4096), {
    pid: 42,
    parent: 7,
    rssBytes: 256 * 4096,
    cpuMs: 2_000,
    endedChildrenCpuMs: 250,
  })
})

test('a command name with blanks and parentheses does not shift the fields', () => {
  for (const name of ['a b', ') S 1 1', '))((', 'x) R 0 0 0']) {
    assert.equal(parseStat(42, LINE.replace('name', name), 4096)?.parent, 7, name)
  }
})

test('a line that is cut short is no process', () => {
  assert.equal(parseStat(42, '42 (name) S 7', 4096), undefined)
  assert.equal(parseStat(42, '', 4096), undefined)
})

test('this process is in the table with what it uses', { skip: process.platform !== 'linux' }, () => {
  const posix = createPosix({ clock: createSystemClock() })
  const pids = posix.listProcesses()
  assert.ok(!('errno' in pids) && pids.includes(process.pid))
  const status = posix.processStatus(process.pid)
  assert.equal(status?.parent, process.ppid)
  const expected = process.memoryUsage.rss()
  assert.ok(Math.abs(status.rssBytes - expected) < expected / 2, `${status.rssBytes} against ${expected}`)
  const { user, system } = process.cpuUsage()
  assert.ok(Math.abs(status.cpuMs - (user + system) / 1_000) < 500)
  assert.equal(posix.processStatus(0x3fffffff), undefined)
})
