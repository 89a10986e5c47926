import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ROTATION_SLACK, rotationCut } from '../../../core/output/rotation.js'
import { createBench } from './capture-fixtures.js'

test('a file ends at the first line end at or after its limit', () => {
  const cases: readonly [text: string, position: number, limit: number, cut: number][] = [
    ['abc\n', 0, 100, -1],
    ['abc\n', 0, 4, 4],
    ['abc\ndef\n', 0, 4, 4],
    ['abc\ndef\n', 0, 5, 8],
    ['abc\ndef\n', 2, 5, 4],
    ['abc', 0, 2, -1],
    ['\nabc', 50, 10, 1],
  ]
  for (const [text, position, limit, cut] of cases) {
    assert.equal(
      rotationCut(Buffer.from(text), position, limit),
      cut,
      JSON.stringify([text, position, limit]),
    )
  }
})

test('a file without line ends ends 128 KiB after its limit', () => {
  const endless = Buffer.alloc(ROTATION_SLACK + 1_000, 'x')
  assert.equal(rotationCut(endless, 0, 100), ROTATION_SLACK + 100)
  assert.equal(rotationCut(endless.subarray(0, 50), 90, 100), -1)
  assert.equal(rotationCut(endless, ROTATION_SLACK + 200, 100), 0)
})

test('where files end does not depend on how the output was cut into writes', () => {
  const lines = Buffer.from(
    Array.from({ length: 400 }, (_, index) => `line ${index} ${'.'.repeat(index % 37)}\n`).join(''),
  )
  const filesOf = (size: number) => {
    const { files, posix } = createBench()
    const sink = files.open('/var/log/a.log', { maxbytes: 1_000, backups: 50 })
    for (let at = 0; at < lines.length; at += size) sink.write(lines.subarray(at, at + size))
    return posix.files
      .paths()
      .filter((path) => path.startsWith('/var/log'))
      .map((path) => posix.files.text(path))
  }
  const whole = filesOf(lines.length)
  assert.ok(whole.length > 5)
  for (const size of [1, 7, 100, 999, 1_000, 1_001]) assert.deepEqual(filesOf(size), whole)
})

test('backups move up and the oldest goes (LOG-11)', () => {
  const { files, posix } = createBench()
  const sink = files.open('/var/log/a.log', { maxbytes: 2, backups: 2 })
  for (const line of ['1\n', '2\n', '3\n', '4\n']) sink.write(Buffer.from(line))
  assert.equal(posix.files.text('/var/log/a.log'), '')
  assert.equal(posix.files.text('/var/log/a.log.1'), '4\n')
  assert.equal(posix.files.text('/var/log/a.log.2'), '3\n')
  assert.equal(posix.files.exists('/var/log/a.log.3'), false)
})

test('with no backups the file is emptied in place (LOG-12)', () => {
  const { files, posix } = createBench()
  const sink = files.open('/var/log/a.log', { maxbytes: 2, backups: 0 })
  sink.write(Buffer.from('1\n2\n3'))
  assert.equal(posix.files.text('/var/log/a.log'), '3')
  assert.deepEqual(
    posix.files.paths().filter((path) => path.startsWith('/var/log')),
    ['/var/log/a.log'],
  )
})

test('maxbytes=0 never rotates (LOG-13)', () => {
  const { files, posix } = createBench()
  const sink = files.open('/var/log/a.log', { maxbytes: 0, backups: 3 })
  sink.write(Buffer.alloc(300_000, '\n'))
  assert.equal(posix.files.text('/var/log/a.log')?.length, 300_000)
})

test('a file that others emptied is not rotated too early', () => {
  const { files, posix } = createBench()
  const sink = files.open('/var/log/a.log', { maxbytes: 10, backups: 1 })
  sink.write(Buffer.from('12345678'))
  const fd = posix.open('/var/log/a.log', 'append')
  posix.truncate(fd as number, 0)
  sink.write(Buffer.from('ab\n'))
  assert.equal(posix.files.text('/var/log/a.log'), 'ab\n')
  assert.equal(posix.files.exists('/var/log/a.log.1'), false)
})

test('a deleted log comes back at its next rotation (LOG-16)', () => {
  const { files, posix } = createBench()
  const sink = files.open('/var/log/a.log', { maxbytes: 4, backups: 1 })
  posix.unlink('/var/log/a.log')
  sink.write(Buffer.from('old\nnew'))
  assert.equal(posix.files.text('/var/log/a.log'), 'new')
})

test('a rotation that fails is said once a file and loses nothing', () => {
  const { files, posix, log } = createBench()
  posix.files.fail('rename', '/var/log/a.log', 'EACCES')
  const sink = files.open('/var/log/a.log', { maxbytes: 4, backups: 1 })
  sink.write(Buffer.from('one\ntwo'))
  assert.equal(posix.files.text('/var/log/a.log'), 'one\ntwo')
  assert.deepEqual(log.lines, [
    "error could not rotate log '/var/log/a.log': EACCES; going on in the same file",
  ])
})
