import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createChildLog } from '../../../core/output/child-log.js'
import { autoLogName, autoLogOwner, cleanChildLogs } from '../../../core/output/child-log-path.js'
import { LogOpenError } from '../../../core/output/log-open-error.js'
import { type Bench, createBench } from './capture-fixtures.js'

function open({ posix, files }: Bench, logfile: string | null, childlogdir = '/tmp', maxbytes = 0) {
  return createChildLog({
    posix,
    files,
    process: 'web_00',
    channel: 'stdout',
    logfile,
    maxbytes,
    backups: 1,
    childlogdir,
    identifier: 'supervisor',
  })
}

test('AUTO makes an empty private file at once and keeps it across spawns (LOG-21)', () => {
  const bench = createBench()
  const log = open(bench, 'AUTO')
  const { path } = log
  assert.match(path ?? '', /^\/tmp\/web_00-stdout---supervisor-[0-9a-z]{8}\.log$/)
  assert.equal(bench.posix.files.permissions(path ?? ''), 0o600)
  for (const run of ['first ', 'second']) {
    const sink = log.openSink()
    sink?.write(Buffer.from(run))
    sink?.close()
  }
  assert.equal(log.path, path)
  assert.equal(bench.posix.files.text(path ?? ''), 'first second')
  assert.deepEqual(bench.posix.openDescriptors(), [])
})

test('generated files stay private over a rotation', () => {
  const bench = createBench()
  const log = open(bench, 'AUTO', '/tmp', 5)
  log.openSink()?.write(Buffer.from('a line\nnext'))
  assert.equal(bench.posix.files.text(`${log.path}.1`), 'a line\n')
  assert.equal(bench.posix.files.permissions(log.path ?? ''), 0o600)
})

test('where AUTO cannot make its file the spawn says why, and later ones try again', () => {
  const bench = createBench()
  const log = open(bench, 'AUTO', '/nowhere')
  assert.equal(log.path, null)
  assert.throws(
    () => log.openSink(),
    (error) => error instanceof LogOpenError && error.errno === 'ENOENT',
  )
  bench.posix.files.addDirectory('/nowhere')
  assert.notEqual(log.openSink(), null)
  assert.match(log.path ?? '', /^\/nowhere\/web_00/)
})

test('an explicit log is created at the spawn, not before', () => {
  const bench = createBench()
  const log = open(bench, '/var/log/web.log')
  assert.equal(bench.posix.files.exists('/var/log/web.log'), false)
  log.openSink()
  assert.equal(bench.posix.files.permissions('/var/log/web.log'), 0o666)
})

test('NONE has no path, no sink, and nothing to clear', () => {
  const log = open(createBench(), null)
  assert.equal(log.path, null)
  assert.equal(log.openSink(), null)
  log.clear()
})

test('a log can be read and cleared while its process is stopped', () => {
  const log = open(createBench(), '/var/log/web.log')
  const sink = log.openSink()
  sink?.write(Buffer.from('0123456789'))
  sink?.close()
  assert.equal(log.read(-3, 0).toString(), '789')
  log.clear()
  assert.equal(log.read(0, 0).toString(), '')
})

test('generated names carry their owner and have the form of Supervisor', () => {
  const name = autoLogName({ process: 'a b', channel: 'stderr', identifier: 'x.y', pid: 4_194_304 })
  assert.match(name, /^a b-stderr---x\.y-[0-9a-z]{8}\.log$/)
  assert.equal(autoLogOwner(name, 'x.y'), 4_194_304)
  assert.equal(autoLogOwner(`${name}.12`, 'x.y'), 4_194_304)
})

test('only generated names of this identifier are leftovers (LOG-22)', () => {
  const cases: readonly [name: string, owner: number | undefined][] = [
    ['web-stdout---supervisor-000rs123.log', 1_000],
    ['web-stdout---supervisor-ab_d1234.log', 0],
    ['web-stdout---supervisor-abcdefgh.log.1', 17_337_770 + 0],
    ['---supervisor-000rs123.log', undefined],
    ['web-stdout---other-000rs123.log', undefined],
    ['web-stdout---supervisor-000rs123.txt', undefined],
    ['web-stdout---supervisor-00 rs123.log', undefined],
    ['web-stdout---supervisor-000rs123.log.12345', undefined],
    ['supervisor.log', undefined],
  ]
  for (const [name, owner] of cases) {
    const found = autoLogOwner(name, 'supervisor')
    if (owner === undefined) assert.equal(found, undefined, name)
    else if (owner < 10_000) assert.equal(found, owner, name)
    else assert.ok(found !== undefined && found > 10_000, name)
  }
})

test('the generated logs of another live daemon stay (EDGE-34)', () => {
  const { posix, log } = createBench()
  const live = posix.spawn({ file: '/bin/sleep', argv: [], environment: {}, stdio: stdio(posix) })
  assert.ok('pid' in live)
  const own = autoLogName({ process: 'web', channel: 'stdout', identifier: 'supervisor', pid: posix.pid })
  const dead = autoLogName({ process: 'web', channel: 'stdout', identifier: 'supervisor', pid: 999_999 })
  const other = autoLogName({ process: 'web', channel: 'stdout', identifier: 'supervisor', pid: live.pid })
  for (const name of [own, dead, `${dead}.1`, other, 'notes.log']) posix.files.put(`/tmp/${name}`, 'x')
  cleanChildLogs({ posix, log, directory: '/tmp', identifier: 'supervisor' })
  assert.deepEqual(
    posix.files.paths().filter((path) => path.startsWith('/tmp/')),
    [`/tmp/notes.log`, `/tmp/${other}`].sort(),
  )
})

test('what cannot be cleaned up is said and passed over (LOG-22)', () => {
  const { posix, log } = createBench()
  const name = autoLogName({ process: 'web', channel: 'stdout', identifier: 'supervisor', pid: 999_999 })
  posix.files.put(`/tmp/${name}`, 'x')
  posix.files.fail('unlink', `/tmp/${name}`, 'EPERM')
  cleanChildLogs({ posix, log, directory: '/tmp', identifier: 'supervisor' })
  cleanChildLogs({ posix, log, directory: '/nowhere', identifier: 'supervisor' })
  assert.deepEqual(log.lines, [`warn Failed to clean up '/tmp/${name}'`, 'warn Could not clear childlog dir'])
})

function stdio(posix: Bench['posix']): readonly [number, number, number] {
  const ends = posix.pipe('write')
  assert.ok('read' in ends)
  return [ends.read, ends.write, ends.write]
}
