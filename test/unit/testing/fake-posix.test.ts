import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChildExit, Posix } from '../../../core/posix/port.js'
import { createFakeClock } from '../../../core/testing/fake-clock.js'
import { createFakePosix } from '../../../core/testing/fake-posix.js'

function fd(result: number | { readonly errno: string }): number {
  assert.ok(typeof result === 'number', `expected a descriptor, got ${JSON.stringify(result)}`)
  return result
}

function openPipe(posix: Posix) {
  const pipe = posix.pipe('read')
  assert.ok('read' in pipe)
  return pipe
}

function spawn(posix: Posix, stdio: readonly [number, number, number]) {
  const result = posix.spawn({ file: '/bin/cat', argv: ['cat'], environment: {}, stdio })
  assert.ok('pid' in result)
  return result.pid
}

function readAll(posix: Posix, from: number): string {
  const buffer = Buffer.alloc(65_536)
  const result = posix.read(from, buffer, buffer.length)
  return 'bytes' in result ? buffer.toString('utf8', 0, result.bytes) : result.errno
}

/** A posix with one child whose stdout and stderr are one pipe. */
function withChild() {
  const clock = createFakeClock()
  const posix = createFakePosix({ clock })
  const pipe = openPipe(posix)
  const pid = spawn(posix, [fd(posix.open('/dev/null', 'read')), pipe.write, pipe.write])
  posix.close(pipe.write)
  const child = posix.children.all[0]
  assert.ok(child !== undefined)
  const exits: ChildExit[] = []
  const unknown: ChildExit[] = []
  posix.watchChildren({
    owns: (one) => one === pid,
    onExit: (exit) => exits.push(exit),
    onUnknown: (exit) => unknown.push(exit),
  })
  return { clock, posix, pipe, pid, child, exits, unknown }
}

test('a pipe gives its bytes in order, then EAGAIN, and EOF when the child has ended', () => {
  const { posix, pipe, child } = withChild()
  assert.equal(readAll(posix, pipe.read), 'EAGAIN')
  child.write('stdout', 'one ')
  child.write('stderr', 'two')
  assert.equal(posix.available(pipe.read), 7)
  assert.equal(readAll(posix, pipe.read), 'one two')
  child.exit({ code: 0 })
  assert.equal(readAll(posix, pipe.read), '')
})

test('a grandchild that holds the pipe keeps the end of file away', () => {
  const { posix, pipe, child } = withChild()
  child.exit({ code: 0 }, { outputStaysOpen: true })
  assert.equal(readAll(posix, pipe.read), 'EAGAIN')
  child.closeOutput()
  assert.equal(readAll(posix, pipe.read), '')
})

test('a pipe takes no more than its capacity, and grows only as far as it is allowed', () => {
  const { posix, pipe, child } = withChild()
  assert.equal(child.write('stdout', Buffer.alloc(100_000)), 65_536)
  assert.equal(child.write('stdout', 'x'), 0)
  posix.pipeOf(pipe.read).largestCapacity = 65_536
  assert.equal(posix.pipeCapacity(pipe.read, 1_048_576), 65_536)
  posix.pipeOf(pipe.read).largestCapacity = 1_048_576
  assert.equal(posix.pipeCapacity(pipe.read, 1_048_576), 1_048_576)
  assert.equal(child.write('stdout', Buffer.alloc(100_000)), 100_000)
})

test('a write to a pipe without a reader is EPIPE, to a full one EAGAIN', () => {
  const posix = createFakePosix()
  const pipe = openPipe(posix)
  const buffer = Buffer.alloc(70_000)
  assert.deepEqual(posix.write(pipe.write, buffer, 0, 70_000), { bytes: 65_536 })
  assert.deepEqual(posix.write(pipe.write, buffer, 0, 10), { errno: 'EAGAIN' })
  assert.equal(posix.isWritable(pipe.write), false)
  posix.close(pipe.read)
  assert.equal(posix.isWritable(pipe.write), true)
  assert.deepEqual(posix.write(pipe.write, buffer, 0, 10), { errno: 'EPIPE' })
})

test('a readable watch fires while there is something to read, not while it is paused', () => {
  const { posix, pipe, child, clock } = withChild()
  const got: string[] = []
  const watch = posix.watchReadable(pipe.read, () => got.push(readAll(posix, pipe.read)))
  clock.advance(0)
  assert.deepEqual(got, [])
  child.write('stdout', 'a')
  clock.advance(0)
  watch.pause()
  child.write('stdout', 'b')
  clock.advance(0)
  assert.deepEqual(got, ['a'])
  watch.resume()
  clock.advance(0)
  assert.deepEqual(got, ['a', 'b'])
  assert.throws(() => posix.close(pipe.read), /while it is watched/)
  watch.close()
  assert.deepEqual(posix.openWatches(), ['watch of children'])
})

test('a watch whose callback does nothing is found out', () => {
  const posix = createFakePosix()
  const pipe = openPipe(posix)
  posix.write(pipe.write, Buffer.from('x'), 0, 1)
  posix.watchReadable(pipe.read, () => {})
  assert.throws(() => posix.deliver(), /neither transfers anything nor pauses/)
})

test('a signal ends the child by default, and its end is told on a later turn', () => {
  const { posix, child, pid, exits, clock } = withChild()
  assert.equal(posix.kill(pid, 15), undefined)
  assert.equal(child.alive, false)
  assert.equal(exits.length, 0)
  clock.advance(0)
  assert.deepEqual(exits, [{ pid, code: null, signal: 15, coreDumped: false, raw: 15 }])
  assert.equal(posix.kill(pid, 15), 'ESRCH')
})

test('a child may ignore a signal or answer it with an exit code; nothing survives SIGKILL', () => {
  const { posix, child, pid, exits, clock } = withChild()
  child.onSignal = (signal) => (signal === 15 ? 'ignore' : { code: 3 })
  posix.kill(-pid, 15)
  assert.deepEqual([child.signals, child.groupSignals, child.alive], [[15], [15], true])
  posix.kill(pid, 9)
  clock.advance(0)
  assert.equal(exits[0]?.signal, 9)
})

test('reapNow tells of an exit at once', () => {
  const { posix, child, exits } = withChild()
  child.exit({ code: 7 })
  posix.reapNow()
  assert.deepEqual([exits[0]?.code, exits[0]?.raw], [7, 7 << 8])
})

test('an unknown pid is given up on a second look a second later', () => {
  const { posix, clock, unknown, exits } = withChild()
  const pid = posix.children.endOrphan({ code: 0 })
  clock.advance(999)
  assert.equal(unknown.length, 0)
  clock.advance(1)
  assert.deepEqual([unknown[0]?.pid, exits.length], [pid, 0])
})

test('spawns are recorded, get new pids, and fail on demand', () => {
  const posix = createFakePosix()
  const fds = [fd(posix.open('/dev/null', 'read')), fd(posix.open('/dev/null', 'append'))] as const
  posix.children.failNextSpawn('EAGAIN')
  const request = { file: '/bin/x', argv: ['x'], environment: {}, stdio: [fds[0], fds[1], fds[1]] as const }
  assert.deepEqual(posix.spawn(request), { errno: 'EAGAIN' })
  const pids = [posix.spawn(request), posix.spawn(request)].map((result) => 'pid' in result && result.pid)
  assert.notEqual(pids[0], pids[1])
  assert.deepEqual(posix.children.all[0]?.request, request)
})

test('onSpawn decides how new children behave', () => {
  const { posix, clock, pipe } = withChild()
  posix.children.onSpawn = (child) => child.exit({ code: 1 })
  const pid = spawn(posix, [pipe.read, pipe.read, pipe.read])
  clock.advance(0)
  assert.equal(posix.children.all.find((child) => child.pid === pid)?.alive, false)
})

test('the child reads what the daemon writes to its stdin', () => {
  const posix = createFakePosix()
  const pipe = openPipe(posix)
  const none = fd(posix.open('/dev/null', 'append'))
  spawn(posix, [pipe.read, none, none])
  posix.close(pipe.read)
  posix.write(pipe.write, Buffer.from('--hello--'), 2, 5)
  assert.equal(posix.children.all[0]?.readStdin(), 'hello')
  posix.children.all[0]?.exit({ code: 0 })
  assert.deepEqual(posix.write(pipe.write, Buffer.from('x'), 0, 1), { errno: 'EPIPE' })
})

test('files append, read in windows, truncate, rename and unlink', () => {
  const posix = createFakePosix()
  const log = fd(posix.open('/tmp/log', 'append', 0o600))
  posix.write(log, Buffer.from('hello world'), 0, 11)
  const reader = fd(posix.open('/tmp/log', 'read'))
  const buffer = Buffer.alloc(16)
  assert.deepEqual(posix.readAt(reader, buffer, 5, 6), { bytes: 5 })
  assert.equal(buffer.toString('utf8', 0, 5), 'world')
  assert.deepEqual(posix.readAt(reader, buffer, 5, 11), { bytes: 0 })
  assert.equal(posix.rename('/tmp/log', '/tmp/log.1'), undefined)
  assert.equal(posix.truncate(log, 5), undefined)
  assert.equal(posix.files.text('/tmp/log.1'), 'hello')
  assert.equal(posix.files.permissions('/tmp/log.1'), 0o600)
  assert.deepEqual(posix.list('/tmp'), ['log.1'])
  assert.equal(posix.unlink('/tmp/log.1'), undefined)
  assert.equal(posix.unlink('/tmp/log.1'), 'ENOENT')
  const status = posix.status(log)
  assert.ok('size' in status && status.size === 5 && status.kind === 'file')
  assert.deepEqual(posix.status('/tmp/log.1'), { errno: 'ENOENT' })
})

test('opening fails as it does in life', () => {
  const posix = createFakePosix()
  posix.files.put('/tmp/there', '')
  posix.files.fail('open', '/tmp/secret', 'EACCES')
  assert.deepEqual(posix.open('/tmp/none', 'read'), { errno: 'ENOENT' })
  assert.deepEqual(posix.open('/none/x', 'append'), { errno: 'ENOENT' })
  assert.deepEqual(posix.open('/tmp/there/x', 'append'), { errno: 'ENOTDIR' })
  assert.deepEqual(posix.open('/tmp', 'append'), { errno: 'EISDIR' })
  assert.deepEqual(posix.open('/tmp/there', 'exclusive'), { errno: 'EEXIST' })
  assert.deepEqual(posix.open('/tmp/secret', 'append'), { errno: 'EACCES' })
  posix.descriptorLimit = 0
  assert.deepEqual(posix.open('/tmp/there', 'read'), { errno: 'EMFILE' })
  assert.deepEqual(posix.pipe('read'), { errno: 'EMFILE' })
})

test('a full disk takes what fits, then ENOSPC, until room is given back', () => {
  const posix = createFakePosix()
  const log = fd(posix.open('/tmp/log', 'append'))
  const bytes = Buffer.alloc(10, 'x')
  posix.files.limitSpace(15)
  assert.deepEqual(posix.write(log, bytes, 0, 10), { bytes: 10 })
  assert.deepEqual(posix.write(log, bytes, 0, 10), { bytes: 5 })
  assert.deepEqual(posix.write(log, bytes, 0, 10), { errno: 'ENOSPC' })
  posix.truncate(log, 0)
  assert.deepEqual(posix.write(log, bytes, 0, 10), { bytes: 10 })
  posix.files.limitSpace(null)
  assert.deepEqual(posix.write(log, bytes, 0, 10), { bytes: 10 })
})

test('the daemon can write to its own stdout, which a slow reader can stall', () => {
  const posix = createFakePosix()
  const out = fd(posix.open('/dev/stdout', 'append'))
  const status = posix.status(out)
  assert.ok('kind' in status && status.kind === 'fifo')
  posix.write(out, Buffer.from('line\n'), 0, 5)
  assert.equal(posix.stdout.take().toString(), 'line\n')
  posix.stdout.capacity = 4
  posix.write(out, Buffer.from('full'), 0, 4)
  assert.equal(posix.isWritable(out), false)
})

test('signals are raised to their handlers until those are ended', () => {
  const posix = createFakePosix()
  const seen: string[] = []
  const end = posix.onSignal('SIGHUP', () => seen.push('hup'))
  posix.raise('SIGHUP')
  posix.raise('SIGTERM')
  end()
  posix.raise('SIGHUP')
  assert.deepEqual(seen, ['hup'])
})

test('signal names and numbers are those of Linux (CFG-TYP-05)', () => {
  const posix = createFakePosix()
  const numbers: Record<string, number | undefined> = {
    TERM: 15,
    sigterm: 15,
    '15': 15,
    HUP: 1,
    CLD: 17,
    IOT: 6,
    RTMIN: 34,
    '0': 0,
    '35': undefined,
    NOSUCH: undefined,
  }
  for (const [text, number] of Object.entries(numbers)) assert.equal(posix.signalNumber(text), number, text)
  assert.equal(posix.signalName(15), 'SIGTERM')
  assert.equal(posix.signalName(6), 'SIGABRT')
  assert.equal(posix.signalName(50), undefined)
})

test('open descriptors are listed with what they stand for', () => {
  const posix = createFakePosix()
  const pipe = openPipe(posix)
  const copy = fd(posix.duplicate(pipe.read))
  posix.close(pipe.read)
  posix.close(pipe.write)
  assert.deepEqual(posix.openDescriptors(), [{ fd: copy, what: 'read end of a pipe' }])
  posix.close(copy)
  assert.deepEqual(posix.openDescriptors(), [])
  assert.throws(() => posix.close(copy), /EBADF/)
})
