import assert from 'node:assert/strict'
import { test } from 'node:test'
import { selectByName, unknownLine } from '../../../plugins/ctl-default/select.js'
import { colour, cut, describeNow, statusLine } from '../../../plugins/ctl-default/status-lines.js'
import { type ProgramState, programOfInfo } from '../../../sdk/client/index.js'

const web: ProgramState = {
  ...programOfInfo({
    name: 'web',
    group: 'web',
    description: 'pid 7, uptime 0:00:01',
    start: 100,
    stop: 0,
    now: 101,
    state: 20,
    statename: 'RUNNING',
    spawnerr: '',
    exitstatus: 0,
    logfile: '',
    stdout_logfile: '',
    stderr_logfile: '',
    pid: 7,
  }),
}

test('an uptime and a time to wait go on between two answers', () => {
  assert.equal(describeNow(web, 100_000 + 3_661_500), 'pid 7, uptime 1:01:01')
  assert.equal(describeNow(web, 0), 'pid 7, uptime 0:00:00')
  const waiting: ProgramState = { ...web, state: 'BACKOFF', description: 'too quick', waitingUntil: 105_000 }
  assert.equal(describeNow(waiting, 102_500), 'too quick; again in 3 s')
  assert.equal(describeNow(waiting, 106_000), 'too quick')
})

test('a line is cut by what is seen of it', () => {
  const line = statusLine(web, 6, 101_000, colour)
  assert.equal(line, 'web   \u001b[32mRUNNING   \u001b[0mpid 7, uptime 0:00:01')
  assert.equal(cut(line, 10), 'web   \u001b[32mRUNN\u001b[0m')
  assert.equal(cut(line, 100), line)
})

test('names mean processes, groups and all', () => {
  const processes = [web, { ...web, group: 'g', name: 'a' }, { ...web, group: 'g', name: 'b' }]
  assert.equal(selectByName(processes, []).found.length, 3)
  assert.equal(selectByName(processes, ['all']).found.length, 3)
  assert.equal(selectByName(processes, ['g:*', 'g:a']).found.length, 2)
  assert.deepEqual(selectByName(processes, ['g', 'g:x', 'h:*']).unknown, ['g', 'g:x', 'h:*'])
  assert.equal(unknownLine('h:*'), 'h: ERROR (no such group)')
  assert.equal(unknownLine('x'), 'x: ERROR (no such process)')
})
