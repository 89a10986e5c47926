import assert from 'node:assert/strict'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createSystemClock } from '../../../core/clock/system-clock.js'
import { createPosix } from '../../../core/posix/posix.js'
import { openPipe } from './children.js'

const clock = createSystemClock()
const posix = createPosix({ clock })
const folder = mkdtempSync(join(tmpdir(), 'reeve-fd-'))
after(() => rmSync(folder, { recursive: true }))

/** Some turns of the event loop, each of which looks at all descriptors. */
async function later(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise<void>((resolve) => clock.soon(resolve))
}

test('a new pipe lies at 10 or above and only the daemon`s end does not block', () => {
  for (const end of ['read', 'write'] as const) {
    const pipe = openPipe(posix, end)
    for (const fd of [pipe.read, pipe.write]) assert.ok(fd >= 10)
    const other = end === 'read' ? pipe.write : pipe.read
    assert.deepEqual([isNonBlocking(pipe[end]), isNonBlocking(other)], [true, false])
    posix.close(pipe.read)
    posix.close(pipe.write)
  }
})

function isNonBlocking(fd: number): boolean {
  const flags = /flags:\s+(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? ''
  return (Number.parseInt(flags, 8) & 0o4000) !== 0
}

test('reading and writing report EAGAIN, the end and a missing reader as values', () => {
  const pipe = openPipe(posix, 'read')
  const buffer = Buffer.alloc(16)
  assert.deepEqual(posix.read(pipe.read, buffer, 16), { errno: 'EAGAIN' })
  assert.deepEqual(posix.write(pipe.write, Buffer.from('abcdef'), 2, 3), { bytes: 3 })
  assert.equal(posix.available(pipe.read), 3)
  assert.deepEqual(posix.read(pipe.read, buffer, 16), { bytes: 3 })
  assert.equal(buffer.toString('utf8', 0, 3), 'cde')
  posix.close(pipe.write)
  assert.deepEqual(posix.read(pipe.read, buffer, 16), { bytes: 0 })
  posix.close(pipe.read)
  const broken = openPipe(posix, 'write')
  posix.close(broken.read)
  assert.deepEqual(posix.write(broken.write, buffer, 0, 1), { errno: 'EPIPE' })
  posix.close(broken.write)
  assert.deepEqual(posix.read(broken.write, buffer, 1), { errno: 'EBADF' })
})

test('a length beyond the buffer is cut to it', () => {
  const pipe = openPipe(posix, 'read')
  assert.deepEqual(posix.write(pipe.write, Buffer.from('abc'), 1, 1000), { bytes: 2 })
  assert.deepEqual(posix.read(pipe.read, Buffer.alloc(1), 1000), { bytes: 1 })
  posix.close(pipe.read)
  posix.close(pipe.write)
})

test('a pipe`s capacity can be read and grown, and a full pipe is not writable', () => {
  const pipe = openPipe(posix, 'write')
  assert.equal(posix.pipeCapacity(pipe.write), 65_536)
  assert.equal(posix.pipeCapacity(pipe.write, 131_072), 131_072)
  assert.equal(posix.isWritable(pipe.write), true)
  assert.deepEqual(posix.write(pipe.write, Buffer.alloc(200_000), 0, 200_000), { bytes: 131_072 })
  assert.equal(posix.isWritable(pipe.write), false)
  posix.close(pipe.read)
  posix.close(pipe.write)
})

test('a watch fires until it is paused, and again after it is resumed', async () => {
  const pipe = openPipe(posix, 'read')
  let calls = 0
  const watch = posix.watchReadable(pipe.read, () => {
    calls += 1
  })
  posix.write(pipe.write, Buffer.from('x'), 0, 1)
  await later()
  assert.ok(calls >= 1)
  watch.pause()
  await later()
  const paused = calls
  await later()
  assert.equal(calls, paused)
  watch.resume()
  await later()
  assert.ok(calls > paused)
  watch.close()
  watch.close()
  const closed = calls
  await later()
  assert.equal(calls, closed)
  posix.close(pipe.read)
  posix.close(pipe.write)
})

test('a writer is told when there is room, and when the reader is gone', async () => {
  const pipe = openPipe(posix, 'write')
  const filler = Buffer.alloc(70_000)
  posix.write(pipe.write, filler, 0, filler.length)
  let calls = 0
  const watch = posix.watchWritable(pipe.write, () => {
    calls += 1
    watch.pause()
  })
  await later()
  assert.equal(calls, 0)
  posix.read(pipe.read, filler, filler.length)
  await later()
  assert.equal(calls, 1)
  posix.write(pipe.write, filler, 0, filler.length)
  watch.resume()
  posix.close(pipe.read)
  await later()
  assert.equal(calls, 2)
  watch.close()
  posix.close(pipe.write)
})

test('watches survive the garbage collector', async () => {
  const pipes = Array.from({ length: 50 }, () => openPipe(posix, 'read'))
  let calls = 0
  const watches = pipes.map((pipe) => {
    const watch = posix.watchReadable(pipe.read, () => {
      calls += 1
      watch.pause()
    })
    return () => watch.close()
  })
  for (let round = 0; round < 50; round += 1) Buffer.alloc(4_000_000)
  await later()
  for (const pipe of pipes) posix.write(pipe.write, Buffer.from('x'), 0, 1)
  await later()
  assert.equal(calls, 50)
  for (const close of watches) close()
  for (const pipe of pipes) for (const fd of [pipe.read, pipe.write]) posix.close(fd)
})

test('what cannot be polled is always ready', async () => {
  const fd = openSync('/dev/null', 'r+')
  let calls = 0
  const watch = posix.watchWritable(fd, () => {
    calls += 1
    if (calls === 3) watch.close()
  })
  await later()
  assert.equal(calls, 3)
  closeSync(fd)
})

test('watching a descriptor twice or after it was closed is an error, not the end of the process', () => {
  const pipe = openPipe(posix, 'read')
  const watch = posix.watchReadable(pipe.read, () => {})
  assert.throws(() => posix.watchReadable(pipe.read, () => {}), /watched already/)
  watch.close()
  watch.resume()
  posix.close(pipe.read)
  posix.close(pipe.write)
  assert.throws(() => posix.watchReadable(pipe.read, () => {}), { code: 'EBADF' })
})

test('a copy of a descriptor lies at 10 or above and is independent', () => {
  const fd = openSync('/dev/null', 'r')
  const copy = posix.duplicate(fd)
  assert.ok(typeof copy === 'number' && copy >= 10)
  closeSync(fd)
  assert.equal(posix.status(copy) instanceof Object && 'errno' in posix.status(copy), false)
  posix.close(copy)
  assert.deepEqual(posix.duplicate(copy), { errno: 'EBADF' })
})

test('logs are opened for appending, read in windows, truncated, renamed and removed', () => {
  const path = join(folder, 'log')
  const fd = posix.open(path, 'append')
  assert.ok(typeof fd === 'number')
  posix.write(fd, Buffer.from('hello'), 0, 5)
  const reader = posix.open(path, 'read')
  assert.ok(typeof reader === 'number')
  const buffer = Buffer.alloc(10)
  assert.deepEqual(posix.readAt(reader, buffer, 3, 2), { bytes: 3 })
  assert.equal(buffer.toString('utf8', 0, 3), 'llo')
  assert.equal(posix.truncate(fd, 0), undefined)
  posix.write(fd, Buffer.from('x'), 0, 1)
  assert.equal(readFileSync(path, 'utf8'), 'x')
  assert.deepEqual(posix.open(path, 'exclusive'), { errno: 'EEXIST' })
  assert.equal(posix.rename(path, `${path}.1`), undefined)
  assert.deepEqual(posix.list(folder), ['log.1'])
  const status = posix.status(`${path}.1`)
  assert.ok('kind' in status)
  assert.deepEqual([status.kind, status.size], ['file', 1])
  assert.equal(posix.unlink(`${path}.1`), undefined)
  for (const open of [fd, reader]) posix.close(open)
})

test('file errors are values', () => {
  assert.deepEqual(posix.open(folder, 'append'), { errno: 'EISDIR' })
  assert.deepEqual(posix.open(join(folder, 'no', 'log'), 'append'), { errno: 'ENOENT' })
  assert.deepEqual(posix.open('a\0b', 'append'), { errno: 'EINVAL' })
  assert.deepEqual(posix.status(join(folder, 'no')), { errno: 'ENOENT' })
  assert.equal(posix.unlink(join(folder, 'no')), 'ENOENT')
  assert.equal(posix.rename(join(folder, 'no'), folder), 'ENOENT')
  assert.deepEqual(posix.list(join(folder, 'no')), { errno: 'ENOENT' })
  writeFileSync(join(folder, 'file'), '')
  assert.deepEqual(posix.list(join(folder, 'file')), { errno: 'ENOTDIR' })
})

test('kinds of files are told apart', () => {
  const pipe = openPipe(posix, 'read')
  const kinds = [folder, '/dev/null', pipe.read].map((target) => {
    const status = posix.status(target)
    return 'kind' in status ? status.kind : status.errno
  })
  assert.deepEqual(kinds, ['directory', 'device', 'fifo'])
  posix.close(pipe.read)
  posix.close(pipe.write)
})

test('a self-test passes in a few milliseconds and leaves nothing open', () => {
  const before = posix.list('/proc/self/fd')
  const start = clock.monotonic()
  posix.selfTest()
  assert.ok(clock.monotonic() - start < 100)
  assert.deepEqual(posix.list('/proc/self/fd'), before)
})
