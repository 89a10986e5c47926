import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followLog } from '../../../core/output/follow.js'
import type { LogFileOptions } from '../../../core/output/log-file.js'
import { createBench } from './capture-fixtures.js'

const PATH = '/var/log/a.log'

function follow(options: Partial<LogFileOptions> = {}, position = 0, takes: () => boolean = () => true) {
  const bench = createBench()
  const { posix, clock, files } = bench
  const sink = files.open(PATH, { maxbytes: 0, backups: 0, ...options })
  const given: string[] = []
  const follower = followLog({
    posix,
    clock,
    files,
    path: PATH,
    position,
    onBytes(bytes) {
      given.push(bytes.toString())
      return takes()
    },
  })
  const write = (text: string) => sink.write(Buffer.from(text))
  return { ...bench, sink, write, follower, text: () => given.join('') }
}

test('a follower gets what is there from its position on, then what is written', () => {
  const { write, clock, text } = follow({}, 2)
  write('0123')
  clock.advance(0)
  assert.equal(text(), '23')
  write('45')
  write('67')
  clock.advance(0)
  assert.equal(text(), '234567')
  assert.equal(clock.pending(), 0, 'nothing polls')
})

test('a follower goes through rotations without a gap (WEB-22)', () => {
  const { write, clock, text } = follow({ maxbytes: 10, backups: 1 })
  let all = ''
  for (let line = 0; line < 50; line++) {
    write(`line ${line}\n`)
    all += `line ${line}\n`
    if (line % 7 === 0) clock.advance(0)
  }
  clock.advance(0)
  assert.equal(text(), all)
})

test('a log that is emptied in place is announced and gone on with (EDGE-29)', () => {
  const { write, clock, text, files } = follow()
  write('old\n')
  clock.advance(0)
  files.clear(PATH)
  write('new and longer\n')
  clock.advance(0)
  assert.equal(text(), 'old\n==> File truncated <==\nnew and longer\n')
})

test('a log that others emptied is announced with the next write (EDGE-29)', () => {
  const { write, clock, text, posix } = follow()
  write('old\n')
  clock.advance(0)
  posix.truncate(posix.open(PATH, 'append') as number, 0)
  write('x')
  clock.advance(0)
  assert.equal(text(), 'old\n==> File truncated <==\nx')
})

test('a log that was moved away and reopened is gone on with from its start (WEB-22)', () => {
  const { write, clock, text, posix, sink } = follow()
  write('one\n')
  posix.rename(PATH, '/var/log/moved.log')
  write('two\n')
  sink.reopen()
  write('three\n')
  clock.advance(0)
  assert.equal(text(), 'one\ntwo\nthree\n')
})

test('a follower survives a stop and a start of its process (WEB-21)', () => {
  const { write, clock, text, sink, files } = follow()
  write('one ')
  sink.close()
  clock.advance(0)
  files.open(PATH, { maxbytes: 0, backups: 0 }).write(Buffer.from('two'))
  clock.advance(0)
  assert.equal(text(), 'one two')
})

test('a follower may wait for a log that does not exist yet', () => {
  const { posix, clock, files } = createBench()
  const given: string[] = []
  const onBytes = (bytes: Buffer) => void given.push(bytes.toString())
  followLog({ posix, clock, files, path: PATH, position: 0, onBytes })
  clock.advance(0)
  files.open(PATH, { maxbytes: 0, backups: 0 }).write(Buffer.from('first'))
  clock.advance(0)
  assert.equal(given.join(''), 'first')
})

test('a paused follower leaves the bytes in the file, and the old file open', () => {
  let takes = false
  const { write, clock, text, follower } = follow({ maxbytes: 6, backups: 1 }, 0, () => takes)
  write('old\n')
  clock.advance(0)
  assert.equal(text(), 'old\n')
  write('er\n')
  write('new\n')
  clock.advance(0)
  assert.equal(text(), 'old\n')
  takes = true
  follower.resume()
  clock.advance(0)
  assert.equal(text(), 'old\ner\nnew\n')
})

test('a closed follower holds nothing', () => {
  const { write, clock, text, follower, posix, sink } = follow()
  write('a')
  clock.advance(0)
  follower.close()
  follower.close()
  write('b')
  sink.close()
  clock.advance(0)
  assert.equal(text(), 'a')
  assert.deepEqual(posix.openDescriptors(), [])
})
