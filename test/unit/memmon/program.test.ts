// memmon as a program: its command line, and the memory that it reads by itself.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { parsePs, parseStatus, readMemory } from '../../../plugins/memmon/process-memory.js'
import { repository } from '../../support/systems.js'

const run = (...args: readonly string[]) => {
  const environment = { ...process.env, SUPERVISOR_SERVER_URL: 'unix:///nowhere' }
  return spawnSync(join(repository, 'core/bin/memmon'), args, {
    encoding: 'utf8',
    env: environment,
    input: '',
  })
}

test('a wrong command line exits with 255 and says what is wrong', () => {
  for (const [args, message] of [
    [[], /a limit is required/],
    [['-p', 'web'], /--program: web is no NAME=SIZE/],
    [['--group=web=1TB'], /--group: web=1TB is no NAME=SIZE/],
    [['-a', 'much'], /--any: much is no size/],
    [['-a', '1GB', '-u', 'soon'], /--uptime: soon is no time/],
    [['-a', '1GB', '--frequency=1'], /--frequency/],
    [['-a', '1GB', 'word'], /word is no option/],
  ] as const) {
    const { status, stderr } = run(...args)
    assert.equal(status, 255, args.join(' '))
    assert.match(stderr, message)
  }
  assert.equal(run('--help').status, 0)
})

test('without a supervisor around it, it ends and says so', () => {
  const { SUPERVISOR_ENABLED: _, SUPERVISOR_SERVER_URL: __, ...environment } = process.env
  const { status, stderr } = spawnSync(join(repository, 'core/bin/memmon'), ['-a', '1GB'], {
    encoding: 'utf8',
    env: environment,
    input: '',
  })
  assert.equal(status, 1)
  assert.match(stderr, /must be run as a supervisor event listener/)
})

test('memory comes from /proc or ps, whatever a process is called', () => {
  const status = 'Name:\tPPid: 3\nState:\tS\nPid:\t9\nPPid:\t7\nVmPeak:\t  900 kB\nVmRSS:\t   12 kB\n'
  assert.deepEqual(parseStatus(status), { parent: 7, rssBytes: 12_288 })
  assert.deepEqual(parseStatus('PPid:\t2\n'), { parent: 2, rssBytes: 0 }, 'a kernel thread')
  assert.equal(parseStatus(''), undefined)
  assert.deepEqual(
    parsePs('    1     0   1024\n  200     1     12\nnoise\n'),
    new Map([
      [1, { parent: 0, rssBytes: 1_048_576 }],
      [200, { parent: 1, rssBytes: 12_288 }],
    ]),
  )
})

test('cumulative memory has the descendants in it', { skip: process.platform !== 'linux' }, async () => {
  const { pid, ppid } = process
  const never = () => Promise.reject(new Error('no command is needed'))
  const own = await readMemory([pid, 0x3fffffff], false, never)
  assert.deepEqual([...own.keys()], [pid])
  const tree = await readMemory([ppid], true, never)
  const alone = await readMemory([ppid], false, never)
  assert.ok(tree.get(ppid)! >= alone.get(ppid)! + own.get(pid)! / 2)
})
