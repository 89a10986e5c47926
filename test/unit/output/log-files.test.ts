import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LogOpenError } from '../../../core/output/log-open-error.js'
import { createBench } from './capture-fixtures.js'

const PATH = '/var/log/a.log'
const NEVER = { maxbytes: 0, backups: 0 }

test('bytes are appended as they are to what is there (LOG-20)', () => {
  const { files, posix } = createBench()
  posix.files.put(PATH, 'old\n')
  files.open(PATH, NEVER).write(Buffer.from('new\0\x1b[1m\n'))
  assert.equal(posix.files.text(PATH), 'old\nnew\0\x1b[1m\n')
})

test('several processes share one file, which closes with the last of them', () => {
  const { files, posix } = createBench()
  const sinks = Array.from({ length: 8 }, () => files.open(PATH, { maxbytes: 40, backups: 3 }))
  for (let round = 0; round < 3; round++) {
    for (const [index, sink] of sinks.entries()) sink.write(Buffer.from(`${round}:${index}\n`))
  }
  assert.equal(posix.openDescriptors().length, 1)
  const all = ['.2', '.1', ''].map((suffix) => posix.files.text(PATH + suffix) ?? '').join('')
  assert.equal(all.length, 24 * 4)
  assert.equal(posix.files.text(`${PATH}.1`)?.length, 40)
  for (const sink of sinks) {
    sink.close()
    sink.close()
  }
  assert.deepEqual(posix.openDescriptors(), [])
})

test('a log that cannot be opened throws its errno (LIFE-36)', () => {
  const { files } = createBench()
  for (const [path, errno] of [
    ['/var/log', 'EISDIR'],
    ['/nowhere/a.log', 'ENOENT'],
  ] as const) {
    assert.throws(
      () => files.open(path, NEVER),
      (error) => error instanceof LogOpenError && error.errno === errno && error.path === path,
    )
  }
})

test('a full disk is said once with the count, and writing resumes when there is room', () => {
  const { files, posix, clock, log } = createBench()
  const sink = files.open(PATH, NEVER)
  posix.files.limitSpace(3)
  sink.write(Buffer.from('12345'))
  sink.write(Buffer.from('6789'))
  assert.deepEqual(log.lines, [
    `error could not write to log '${PATH}': ENOSPC; output is dropped until it can be written again`,
  ])
  posix.files.limitSpace(null)
  sink.write(Buffer.from('ab'))
  clock.advance(500)
  assert.equal(log.lines.length, 1)
  clock.advance(500)
  assert.deepEqual(log.lines.slice(1), [`warn log '${PATH}' can be written again; 6 bytes were lost`])
  assert.equal(posix.files.text(PATH), '123ab')
  assert.deepEqual(files.counters(), { [PATH]: { heldBytes: 0, lostBytes: 6 } })
  assert.equal(clock.pending(), 0)
})

test('a short write that fits a nearly full disk does not end the episode', () => {
  const { files, posix, clock, log } = createBench()
  const sink = files.open(PATH, NEVER)
  for (let round = 0; round < 10; round++) {
    posix.files.limitSpace(1)
    sink.write(Buffer.from('12'))
    posix.files.limitSpace(1)
    sink.write(Buffer.from('1'))
    clock.advance(100)
  }
  assert.equal(log.lines.length, 1)
})

test('reopening follows a file that was moved away', () => {
  const { files, posix } = createBench()
  const sink = files.open(PATH, NEVER)
  sink.write(Buffer.from('before\n'))
  posix.rename(PATH, '/var/log/moved.log')
  sink.write(Buffer.from('between\n'))
  sink.reopen()
  sink.write(Buffer.from('after\n'))
  assert.equal(posix.files.text('/var/log/moved.log'), 'before\nbetween\n')
  assert.equal(posix.files.text(PATH), 'after\n')
})

test('a reopening that fails keeps the open file', () => {
  const { files, posix, log } = createBench()
  const sink = files.open(PATH, NEVER)
  posix.files.fail('open', PATH, 'EMFILE')
  sink.reopen()
  sink.write(Buffer.from('x'))
  assert.equal(posix.files.text(PATH), 'x')
  assert.equal(log.lines.length, 1)
})

test('an open log is emptied in place, and recreated where it was deleted (LOG-24)', () => {
  const { files, posix } = createBench()
  const sink = files.open(PATH, NEVER)
  sink.write(Buffer.from('old'))
  assert.equal(files.clear(PATH), undefined)
  sink.write(Buffer.from('1'))
  assert.equal(posix.files.text(PATH), '1')
  posix.unlink(PATH)
  assert.equal(files.clear(PATH), undefined)
  sink.write(Buffer.from('2'))
  assert.equal(posix.files.text(PATH), '2')
})

test('the log of a stopped process is emptied too (EDGE-39)', () => {
  const { files, posix } = createBench()
  posix.files.put(PATH, 'old')
  assert.equal(files.clear(PATH), undefined)
  assert.equal(posix.files.text(PATH), '')
  assert.equal(files.clear('/var/log/none.log'), undefined)
  assert.equal(posix.files.exists('/var/log/none.log'), false)
})

test('/dev/stdout is written through, never rotated and never removed (EDGE-25, EDGE-39)', () => {
  const { files, posix, log } = createBench()
  const sink = files.open('/dev/stdout', { maxbytes: 4, backups: 2 })
  assert.deepEqual(log.lines, [
    "warn log '/dev/stdout' is not a regular file and will not be rotated; set its maxbytes to 0 to say so",
  ])
  sink.write(Buffer.from('one\ntwo\n'))
  assert.equal(files.clear('/dev/stdout'), undefined)
  assert.equal(posix.stdout.take().toString(), 'one\ntwo\n')
  assert.equal(log.lines.length, 1)
})

test('nobody is warned of a rotation that was not asked for (EDGE-25)', () => {
  const { files, log } = createBench()
  files.open('/dev/stdout', { maxbytes: 0, backups: 0 })
  files.open('/dev/stderr', { maxbytes: 52_428_800, backups: 10 })
  files.open('/dev/null', { maxbytes: 52_428_800, backups: 10 }).write(Buffer.from('x'))
  assert.deepEqual(log.lines, [])
})
