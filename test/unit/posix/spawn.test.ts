import assert from 'node:assert/strict'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { loadLibc } from '../../../core/posix/libc.js'
import { createSpawner } from '../../../core/posix/spawn.js'
import { createChildren, openPipe, readToEnd } from './children.js'

const children = createChildren()
const { posix } = children
const folder = mkdtempSync(join(tmpdir(), 'reeve-spawn-'))
after(() => {
  children.dispose()
  rmSync(folder, { recursive: true })
})

const LIST_DESCRIPTORS = ['python3', '-c', 'import os; print(sorted(os.listdir("/proc/self/fd")))']
const libc = loadLibc()

test('a child gets exactly its argv and environment (LIFE-38, LIFE-46)', async () => {
  const { stdout } = await children.run({
    file: '/usr/bin/python3',
    argv: ['another name', '-c', 'import os,sys; print(sorted(os.environ.items()), sys.orig_argv)', 'ü 1'],
    environment: { B: '2=3', A: '', LC_ALL: 'C.UTF-8' },
  })
  assert.equal(
    stdout.trim(),
    "[('A', ''), ('B', '2=3'), ('LC_ALL', 'C.UTF-8')] " +
      "['another name', '-c', 'import os,sys; print(sorted(os.environ.items()), sys.orig_argv)', 'ü 1']",
  )
})

test('a child leads a process group of its own in the session of the daemon (LIFE-40)', async () => {
  const { stdout, exit } = await children.shell('cut -d " " -f 1,5,6 /proc/$$/stat')
  const session = readFileSync('/proc/self/stat', 'utf8').split(' ')[5]
  assert.equal(stdout.trim(), `${exit.pid} ${exit.pid} ${session}`)
})

test('a child has descriptors 0 to 2 and no other, whatever the daemon has open', async () => {
  const leak = openPipe(posix, 'read')
  const file = openSync('/dev/null', 'r')
  const { stdout } = await children.run({ file: '/usr/bin/python3', argv: LIST_DESCRIPTORS })
  // The fourth is the listing itself.
  assert.equal(stdout.trim(), "['0', '1', '2', '3']")
  for (const fd of [leak.read, leak.write, file]) closeSync(fd)
})

for (const [how, closeRange] of [
  ['by marking all', libc.close_range],
  ['by closing all in the child where the system cannot mark them', undefined],
  ['by closing all in the child where the kernel refuses to mark them', () => -1],
] as const) {
  test(`what a native module opened without close-on-exec does not reach a child: ${how}`, async () => {
    const stray = openSync('/dev/null', 'r')
    libc.fcntl(stray, libc.platform.setDescriptorFlags, 0)
    const output = openPipe(posix, 'read')
    const pid = createSpawner({ ...libc, close_range: closeRange }).start({
      file: '/usr/bin/python3',
      argv: LIST_DESCRIPTORS,
      environment: [],
      descriptors: [output.write, output.write, output.write],
    })
    assert.equal(typeof pid, 'number')
    closeSync(output.write)
    assert.equal((await readToEnd(posix, output.read)).trim(), "['0', '1', '2', '3']")
    closeSync(stray)
  })
}

test('a child has default signal actions and an empty mask, SIGPIPE included (EDGE-22)', async () => {
  const { stdout } = await children.run({
    file: '/usr/bin/grep',
    argv: ['grep', '-E', 'Sig(Blk|Ign)', '/proc/self/status'],
  })
  assert.deepEqual(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t')[1]),
    ['0000000000000000', '0000000000000000'],
  )
})

test('the pipes of a child are real ones, which it can open by name', async () => {
  const { stdout, stderr } = await children.shell('echo out > /dev/stdout; echo err > /dev/stderr')
  assert.deepEqual([stdout, stderr], ['out\n', 'err\n'])
})

test('directory and umask are the child`s alone', async () => {
  const umask = process.umask()
  const { stdout } = await children.shell('pwd; umask', { directory: folder, umask: 0o027 })
  assert.equal(stdout, `${folder}\n0027\n`)
  assert.equal(process.umask(), umask)
})

test('without a directory the child starts where the daemon is (LIFE-47)', async () => {
  const { stdout } = await children.shell('pwd')
  assert.equal(stdout.trim(), process.cwd())
})

test('children get the configured soft limit of open files, the daemon keeps its own', async () => {
  const own = (await children.shell('ulimit -n')).stdout.trim()
  posix.setChildSoftNofile(512)
  const { stdout } = await children.shell('ulimit -Sn; ulimit -Hn')
  assert.equal(stdout.split('\n')[0], '512')
  assert.equal(stdout.split('\n')[1], own)
  posix.setChildSoftNofile(Number(own))
  assert.equal((await children.shell('ulimit -n')).stdout.trim(), own)
})

const DIRECTORY_FAILURES = [
  ['/nonexistent', 'ENOENT'],
  ['/etc/passwd', 'ENOTDIR'],
  [`/${'x'.repeat(300)}`, 'ENAMETOOLONG'],
] as const

for (const [directory, errno] of DIRECTORY_FAILURES) {
  test(`a directory that gives ${errno} is a child that says so and exits 127 (LIFE-41, DIFF-13)`, async () => {
    const { exit, stderr, stdout } = await children.shell('echo never', { directory })
    assert.equal(exit.code, 127)
    assert.equal(stdout, '')
    assert.equal(
      stderr,
      `supervisor: couldn't chdir to ${directory}: ${errno}\nsupervisor: child process was not spawned\n`,
    )
  })
}

test('a program that cannot be executed is a child that says so and exits 127 (LIFE-42)', async () => {
  const noInterpreter = join(folder, 'no-interpreter')
  writeFileSync(noInterpreter, '#!/nonexistent/interpreter\n', { mode: 0o755 })
  const noFormat = join(folder, 'no-format')
  writeFileSync(noFormat, 'echo hello\n', { mode: 0o755 })
  for (const [file, errno] of [
    ['/nonexistent/program', 'ENOENT'],
    ['/etc/passwd', 'EACCES'],
    [noInterpreter, 'ENOENT'],
    [noFormat, 'ENOEXEC'],
  ] as const) {
    const { exit, stderr } = await children.run({ file, argv: ['as written', 'x'] })
    assert.equal(exit.code, 127)
    assert.equal(
      stderr,
      `supervisor: couldn't exec as written: ${errno}\nsupervisor: child process was not spawned\n`,
    )
  }
})

test('words that are too long for exec are an exec failure', async () => {
  const { exit, stderr } = await children.run({ argv: ['true', 'x'.repeat(200_000)] })
  assert.equal(exit.code, 127)
  assert.match(stderr, /^supervisor: couldn't exec true: E2BIG\n/)
})

test('a NUL byte in a word is refused, not cut off', () => {
  const request = {
    file: '/usr/bin/true',
    argv: ['true', 'a\0b'],
    environment: {},
    stdio: [0, 1, 2],
  } as const
  assert.deepEqual(posix.spawn(request), { errno: 'EINVAL' })
})

test('stdout and stderr can be exchanged, and can be one pipe', async () => {
  const pipe = openPipe(posix, 'read')
  const { exit } = await children.shell('echo out; echo err >&2', {
    stdio: [pipe.write, pipe.write, pipe.write],
  })
  posix.close(pipe.write)
  assert.equal(exit.code, 0)
  assert.equal(await readToEnd(posix, pipe.read), 'out\nerr\n')
})

test('an exit is reported with its code, its signal and its wait status', async () => {
  const exited = await children.shell('exit 37')
  assert.deepEqual(exited.exit, {
    pid: exited.exit.pid,
    code: 37,
    signal: null,
    coreDumped: false,
    raw: 37 << 8,
  })
  const killed = await children.shell('kill -9 $$')
  assert.deepEqual(killed.exit, { pid: killed.exit.pid, code: null, signal: 9, coreDumped: false, raw: 9 })
})

test('a signal to the group reaches grandchildren, and a dead pid is ESRCH', async () => {
  const out = openPipe(posix, 'read')
  const ended = children.shell('sleep 1000 & echo $!; wait', { stdio: [out.write, out.write, out.write] })
  posix.close(out.write)
  const [line = ''] = (await readLine(out.read)).split('\n')
  const grandchild = Number(line)
  const leader = Number(readFileSync(`/proc/${grandchild}/stat`, 'utf8').split(' ')[4])
  assert.equal(posix.kill(-leader, 15), undefined)
  assert.equal((await ended).exit.signal, 15)
  await readToEnd(posix, out.read)
  assert.equal(posix.kill(leader, 0), 'ESRCH')
})

function readLine(fd: number): Promise<string> {
  const buffer = Buffer.alloc(4096)
  return new Promise((resolve) => {
    const watch = posix.watchReadable(fd, () => {
      const result = posix.read(fd, buffer, buffer.length)
      if ('errno' in result) return
      watch.close()
      resolve(buffer.toString('utf8', 0, result.bytes))
    })
  })
}

test('two hundred children at once are all reported', async () => {
  const started = Array.from({ length: 200 }, (_, index) => children.shell(`exit ${index}`))
  const codes = (await Promise.all(started)).map(({ exit }) => exit.code)
  assert.deepEqual(
    codes,
    Array.from({ length: 200 }, (_, index) => index),
  )
})

test('a file that the daemon creates while children start has the daemon`s umask', async () => {
  const running = children.shell('true', { umask: 0o777 })
  writeFileSync(join(folder, 'created'), '')
  assert.equal(statSync(join(folder, 'created')).mode & 0o777, 0o666 & ~process.umask())
  await running
})
