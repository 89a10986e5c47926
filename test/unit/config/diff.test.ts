import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareGroups, readConfig } from '../../../core/config/index.js'
import { Scratch } from '../../support/scratch.js'
import { requestFor } from './request.js'

function groupsOf(scratch: Scratch, text: string) {
  return readConfig(requestFor(scratch.write('x.conf', `[supervisord]\n${text}`))).groups
}

function compare(before: string, after: string) {
  const scratch = new Scratch()
  try {
    return compareGroups(groupsOf(scratch, before), groupsOf(scratch, after))
  } finally {
    void scratch.remove()
  }
}

const web = (options: string) => `[program:web]\ncommand=x\n${options}\n`

test('groups are added, changed and removed by name (CFG-DIFF-01)', () => {
  const before = '[program:a]\ncommand=x\n[program:z]\ncommand=x\n[program:b]\ncommand=x'
  const after = '[program:c]\ncommand=x\n[program:b]\ncommand=y\n[program:d]\ncommand=x\npriority=1'
  assert.deepEqual(compare(before, after), { added: ['d', 'c'], changed: ['b'], removed: ['a', 'z'] })
})

test('every option of a program counts, its place in the file does not (CFG-DIFF-02)', () => {
  for (const option of [
    'startsecs=9',
    'environment=A="1"',
    'serverurl=http://x',
    'exitcodes=0,1',
    'umask=0',
    'stderr_logfile=none',
    'numprocs=2\nprocess_name=%(process_num)d',
    'priority=1',
  ]) {
    assert.deepEqual(compare(web(''), web(option)).changed, ['web'], option)
    assert.deepEqual(compare(web(option), web(`\n;moved\n\n${option}`)).changed, [], option)
  }
})

test('the merged environment counts (CFG-DIFF-02, CFG-ENV-07)', () => {
  assert.deepEqual(compare(`environment=A="1"\n${web('')}`, `environment=A="2"\n${web('')}`).changed, ['web'])
})

test('a log file that becomes AUTO is a change (EDGE-16)', () => {
  assert.deepEqual(compare(web('stdout_logfile=/tmp/x'), web('')).changed, ['web'])
  assert.deepEqual(compare(web(''), web('stdout_logfile=/tmp/x')).changed, ['web'])
  assert.deepEqual(compare(web('stdout_logfile=AUTO'), web('')).changed, [])
})

test('a new server address is no change of the programs that follow it (CFG-DIFF-02)', () => {
  const server = (path: string) => `[unix_http_server]\nfile=${path}\n`
  assert.deepEqual(compare(web('') + server('/a'), web('') + server('/b')).changed, [])
  assert.deepEqual(compare(web('serverurl=AUTO'), web('serverurl=http://x')).changed, ['web'])
})

test('the order of processes counts in a group (CFG-DIFF-01)', () => {
  const programs = '[program:a]\ncommand=x\n[program:b]\ncommand=x\n'
  assert.deepEqual(
    compare(`${programs}[group:g]\nprograms=a,b`, `${programs}[group:g]\nprograms=b,a`).changed,
    ['g'],
  )
})
