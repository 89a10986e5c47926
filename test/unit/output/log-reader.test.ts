import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWindow, tailWindow } from '../../../core/output/log-reader.js'
import { createFakePosix } from '../../../core/testing/fake-posix.js'
import { isFault } from '../../../sdk/faults.js'

const PATH = '/var/log/a.log'

function withText(text: string) {
  const posix = createFakePosix()
  posix.files.put(PATH, text)
  return posix
}

test('read gives a window, all the rest, or the last bytes (RPC-60, RPC-61, DIFF-37)', () => {
  const posix = withText('0123456789')
  const cases: readonly [offset: number, length: number, text: string][] = [
    [0, 0, '0123456789'],
    [-3, 0, '789'],
    [-99, 0, '0123456789'],
    [99, 0, ''],
    [99, 5, ''],
    [4, 3, '456'],
    [4, 0, '456789'],
    [8, 10, '89'],
  ]
  for (const [offset, length, text] of cases) {
    assert.equal(readWindow(posix, PATH, offset, length).toString(), text, `${offset}, ${length}`)
  }
  assert.deepEqual(posix.openDescriptors(), [])
})

test('a read with a negative length, or from the end with a length, is a bad argument (RPC-61)', () => {
  for (const [offset, length] of [
    [-3, 1],
    [0, -1],
  ] as const) {
    assert.throws(
      () => readWindow(withText('x'), PATH, offset, length),
      (error) => isFault(error) && error.message === 'BAD_ARGUMENTS',
    )
  }
})

test('a read of a log that is not there names its path (RPC-54)', () => {
  const posix = withText('')
  assert.throws(() => readWindow(posix, '/none', 0, 0), { message: 'NO_FILE: /none' })
  assert.throws(() => readWindow(posix, null, 0, 0), { message: 'NO_FILE' })
  assert.throws(() => readWindow(posix, '/var/log', 0, 0), { message: /^FAILED/ })
})

test('tail gives the windows of Supervisor (RPC-63, RPC-64)', () => {
  const posix = withText('0123456789')
  const cases: readonly [offset: number, length: number, text: string, overflow: boolean][] = [
    [0, 10, '0123456789', false],
    [4, 10, '0123456789', false],
    [8, 4, '6789', false],
    [9, 5, '56789', false],
    [10, 5, '', false],
    [2, 7, '3456789', true],
    [0, 0, '', true],
  ]
  for (const [offset, length, text, overflow] of cases) {
    const window = tailWindow(posix, PATH, offset, length)
    assert.deepEqual(
      { ...window, bytes: window.bytes.toString() },
      { bytes: text, offset: 10, overflow },
      `${offset}, ${length}`,
    )
  }
})

test('tail of a log that is not there is empty (RPC-55)', () => {
  const posix = withText('')
  for (const path of [null, '/none', '/dev/stdout']) {
    assert.deepEqual(tailWindow(posix, path, 0, 100), { bytes: Buffer.alloc(0), offset: 0, overflow: false })
  }
})
