// What a process info says in words: the description of 5.6, RPC-65, RPC-66.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { processInfo } from '../../core/process/info.js'
import type { Process } from '../../sdk/process.js'
import type { ProcessState } from '../../sdk/states.js'
import { formatUptime } from '../../sdk/uptime.js'

const NOW = new Date(2026, 10, 5, 21, 7, 30).getTime()

function described(state: ProcessState, more: Partial<Process> = {}): string {
  const process = {
    name: 'web',
    group: { name: 'web' },
    state,
    pid: 0,
    startedAt: NOW - 78_000,
    stoppedAt: NOW,
    exitStatus: null,
    spawnError: null,
    hold: null,
    stdoutLog: { path: null },
    stderrLog: { path: null },
    ...more,
  } as Process
  return processInfo(process, NOW).description
}

test('a description says what matters in each state', () => {
  assert.equal(described('RUNNING', { pid: 7 }), 'pid 7, uptime 0:01:18')
  assert.equal(described('FATAL'), 'unknown error (try "tail web")')
  assert.equal(described('BACKOFF', { spawnError: "can't find command 'x'" }), "can't find command 'x'")
  assert.equal(described('STOPPED'), 'Nov 05 09:07 PM')
  assert.equal(described('EXITED', { stoppedAt: new Date(2026, 10, 15, 0, 4).getTime() }), 'Nov 15 12:04 AM')
  assert.equal(described('STOPPED', { startedAt: 0 }), 'Not started')
  for (const state of ['STARTING', 'STOPPING', 'UNKNOWN'] as const) assert.equal(described(state), '')
})

test('a process that never had a child is described by the epoch once it is stopped (RPC-65)', () => {
  assert.match(described('STOPPED', { stoppedAt: 0 }), /^(Jan 01|Dec 31) \d\d:\d\d [AP]M$/)
})

test('an uptime counts days apart, and a clock set back makes it 0 (RPC-66)', () => {
  assert.equal(formatUptime(86_403), '1 day, 0:00:03')
  assert.equal(formatUptime(12 * 86_400 + 4 * 3600 + 600), '12 days, 4:10:00')
  assert.equal(described('RUNNING', { pid: 7, startedAt: NOW + 60_000 }), 'pid 7, uptime 0:00:00')
})
