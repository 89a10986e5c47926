import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { findSignalName, findSignalNumber } from '../../../core/posix/signals.js'

const linux = process.platform === 'linux' ? false : 'the numbers are those of Linux'

test('numbers 0 to 31, 34 and 64 are signals, others are not (CFG-TYP-05)', { skip: linux }, () => {
  for (let number = -1; number < 70; number += 1) {
    const expected = (number >= 0 && number <= 31) || number === 34 || number === 64
    assert.equal(findSignalNumber(String(number)), expected ? number : undefined, String(number))
  }
})

test('names are taken in any case, with and without SIG, aliases too (CFG-TYP-05)', { skip: linux }, () => {
  const cases = {
    TERM: 15,
    sigterm: 15,
    SigHup: 1,
    ' INT ': 2,
    CLD: 17,
    POLL: 29,
    IOT: 6,
    RTMIN: 34,
    SIGRTMAX: 64,
  }
  for (const [text, number] of Object.entries(cases)) assert.equal(findSignalNumber(text), number, text)
  for (const text of ['', 'SIG', 'NOPE', 'RTMIN+1', '15.0', '1e1', 'UNUSED', '0x9']) {
    assert.equal(findSignalNumber(text), undefined, text)
  }
})

test('every number has one name, and it is the usual one of an alias', { skip: linux }, () => {
  assert.deepEqual([6, 9, 15, 17, 29].map(findSignalName), [
    'SIGABRT',
    'SIGKILL',
    'SIGTERM',
    'SIGCHLD',
    'SIGIO',
  ])
  assert.deepEqual([0, 35, 99].map(findSignalName), [undefined, undefined, undefined])
})

test('the table is that of Python`s signal module', { skip: linux }, (context) => {
  const script = 'import signal; print("\\n".join(f"{s.name} {int(s)}" for s in signal.Signals))'
  const python = spawnSync('python3', ['-c', script], { encoding: 'utf8' })
  if (python.status !== 0) return context.skip('python3 is not installed')
  for (const line of python.stdout.trim().split('\n')) {
    const [name = '', number] = line.split(' ')
    assert.equal(findSignalNumber(name), Number(number), name)
    assert.equal(findSignalName(Number(number)), name)
  }
})
