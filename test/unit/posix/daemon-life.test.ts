import assert from 'node:assert/strict'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { closeInheritedOnExec } from '../../../core/posix/inheritance.js'
import { loadLibc, PosixUnavailableError } from '../../../core/posix/libc.js'
import { removePidfile, writePidfile } from '../../../core/posix/pidfile.js'
import { findPlatform, SUPPORTED_PLATFORMS } from '../../../core/posix/platforms.js'
import { raiseLimit, readLimit, reserveDescriptors, writeLimit } from '../../../core/posix/rlimits.js'
import { isRoot } from './children.js'

const libc = loadLibc()
const folder = mkdtempSync(join(tmpdir(), 'reeve-life-'))
after(() => rmSync(folder, { recursive: true }))

test('a pidfile is a number and a newline with the mode of the umask (SIG-10)', () => {
  const path = join(folder, 'pid')
  assert.equal(writePidfile(path, 123), undefined)
  assert.equal(readFileSync(path, 'utf8'), '123\n')
  assert.equal(statSync(path).mode & 0o777, 0o666 & ~process.umask())
  removePidfile(path, 123)
  assert.equal(existsSync(path), false)
  removePidfile(path, 123)
})

test('a pidfile that cannot be written is an errno (SIG-10)', () => {
  assert.equal(writePidfile(join(folder, 'no', 'pid'), 1), 'ENOENT')
  assert.equal(writePidfile(folder, 1), 'EISDIR')
})

test('a pidfile that another daemon overwrote is left alone', () => {
  const path = join(folder, 'pid')
  writePidfile(path, 123)
  writeFileSync(path, '456\n')
  removePidfile(path, 123)
  assert.equal(readFileSync(path, 'utf8'), '456\n')
})

test('a limit that is high enough is not touched (SIG-12)', () => {
  assert.deepEqual(raiseLimit(libc, 'RLIMIT_NOFILE', 10), { ok: true, raised: false, message: null })
})

test('the operator`s own soft limit decides whether a raise is reported (SIG-12)', () => {
  const outcome = raiseLimit(libc, 'RLIMIT_NOFILE', 10, 5)
  assert.deepEqual(outcome, { ok: true, raised: true, message: 'Increased RLIMIT_NOFILE limit to 10' })
})

test('a soft limit is raised up to the hard one', () => {
  const { limitDescriptors } = libc.platform
  const before = readLimit(libc, limitDescriptors)
  libc.setrlimit(limitDescriptors, BigUint64Array.of(256n, before.hard))
  const outcome = raiseLimit(libc, 'RLIMIT_NOFILE', 300)
  assert.deepEqual(outcome, { ok: true, raised: true, message: 'Increased RLIMIT_NOFILE limit to 300' })
  assert.deepEqual(readLimit(libc, limitDescriptors), { soft: 300n, hard: before.hard })
  libc.setrlimit(limitDescriptors, BigUint64Array.of(before.soft, before.hard))
})

test('room for descriptors is made in one step, as far as the limit goes, and none stays open', () => {
  const size = () => Number(/FDSize:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
  const open = () => readdirSync('/proc/self/fd').length
  const before = [size(), open()]
  reserveDescriptors(libc, 200)
  assert.deepEqual([size(), open()], before)
  reserveDescriptors(libc, 3000)
  assert.deepEqual([size(), open()], [4096, before[1]])
  const limit = readLimit(libc, libc.platform.limitDescriptors)
  writeLimit(libc, libc.platform.limitDescriptors, 5000n, limit.hard)
  reserveDescriptors(libc, 20_000)
  writeLimit(libc, libc.platform.limitDescriptors, limit.soft, limit.hard)
  assert.deepEqual([size(), open()], [8192, before[1]])
})

test('an impossible limit is refused with a message that names it (SIG-12)', () => {
  const impossible = isRoot ? 2 ** 50 : 2 ** 30
  const outcome = raiseLimit(libc, 'RLIMIT_NOFILE', impossible)
  assert.equal(outcome.ok, false)
  assert.match(outcome.message ?? '', /minfds.*RLIMIT_NOFILE/)
})

for (const [how, closeRange] of [
  ['all at once', libc.close_range],
  ['one by one where the system cannot do it at once', undefined],
] as const) {
  test(`inherited descriptors become close-on-exec, the standard streams are left alone: ${how}`, () => {
    const { setDescriptorFlags, getDescriptorFlags } = libc.platform
    const fd = openSync('/dev/null', 'r')
    libc.fcntl(fd, setDescriptorFlags, 0)
    const before = [0, 1, 2].map((stream) => libc.fcntl(stream, getDescriptorFlags, 0))
    closeInheritedOnExec({ ...libc, close_range: closeRange })
    assert.equal(libc.fcntl(fd, getDescriptorFlags, 0), 1)
    assert.deepEqual(
      [0, 1, 2].map((stream) => libc.fcntl(stream, getDescriptorFlags, 0)),
      before,
    )
    closeSync(fd)
  })
}

test('an unknown platform is refused with the list of known ones', () => {
  assert.equal(findPlatform('win32', 'x64'), undefined)
  assert.ok(SUPPORTED_PLATFORMS.includes('linux-arm64'))
})

test('every table is complete', () => {
  const [first = {}, ...others] = SUPPORTED_PLATFORMS.map((name) => {
    const [system = '', architecture = ''] = name.split('-')
    return findPlatform(system as NodeJS.Platform, architecture as NodeJS.Architecture) ?? {}
  })
  for (const other of others) assert.deepEqual(Object.keys(other).sort(), Object.keys(first).sort())
})

test('unavailability has a code of its own', () => {
  assert.equal(new PosixUnavailableError('x').code, 'REEVE_POSIX')
})
