import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness, type Harness } from 'reeve/testing'
import memmon from '../../../plugins/memmon/index.js'

const MB = 1024 ** 2
const PROGRAMS = `[program:web]
command=/bin/cat
[program:db]
command=/bin/cat
[group:pair]
programs=a,b
[program:a]
command=/bin/cat
[program:b]
command=/bin/cat
`

async function boot(section: string): Promise<Harness> {
  const harness = await createHarness(`[supervisord]\n[memmon]\n${section}${PROGRAMS}`, { plugins: [memmon] })
  await harness.advance(2_000)
  return harness
}

const uses = (harness: Harness, name: string, rssBytes: number) => {
  harness.child(name).usage.rssBytes = rssBytes
}
const warnings = (harness: Harness) => harness.log().filter((line) => line.startsWith('WARN memmon'))

test('a process over its limit is restarted, with the reason in the log', async () => {
  const harness = await boot('programs=web=200MB\n')
  const { pid } = harness.process('web')
  uses(harness, 'web', 200 * MB)
  uses(harness, 'db', 900 * MB)
  await harness.advance(60_000)
  assert.equal(harness.process('web').pid, pid, 'exactly the limit is allowed')
  uses(harness, 'web', 210.3 * MB)
  await harness.advance(60_000)
  assert.notEqual(harness.process('web').pid, pid)
  assert.deepEqual(warnings(harness), [
    'WARN memmon: restarting web: it uses 210.3 MB, more than the 200 MB of program web',
  ])
  await harness.advance(2_000)
  assert.equal(harness.process('web').state, 'RUNNING')
  await harness.stop()
})

test('limits of groups and of any process', async () => {
  const harness = await boot('groups=pair=10MB\nany=1GB\ninterval=5\n')
  const pids = new Map(['web', 'db', 'pair:a', 'pair:b'].map((name) => [name, harness.process(name).pid]))
  uses(harness, 'pair:a', 11 * MB)
  uses(harness, 'web', 11 * MB)
  uses(harness, 'db', 1025 * MB)
  await harness.advance(5_000)
  const restarted = [...pids].filter(([name, pid]) => harness.process(name).pid !== pid).map(([name]) => name)
  assert.deepEqual(restarted, ['db', 'pair:a'])
  await harness.advance(2_000)
  await harness.stop()
})

test('descendants count, unless cumulative=false', async () => {
  for (const cumulative of [true, false]) {
    const harness = await boot(`any=10MB\ncumulative=${cumulative}\n`)
    const { pid } = harness.process('web')
    uses(harness, 'web', 6 * MB)
    harness.posix.otherProcesses.set(5, {
      pid: 5,
      parent: pid,
      rssBytes: 6 * MB,
      cpuMs: 0,
      endedChildrenCpuMs: 0,
    })
    await harness.advance(60_000)
    assert.equal(harness.process('web').pid !== pid, cumulative)
    await harness.advance(2_000)
    await harness.stop()
  }
})

test('a slow stop is asked for once, and a stop by somebody else is left alone', async () => {
  const harness = await boot('programs=web=1MB, db=1MB\ninterval=1\n')
  harness.child('web').onSignal = () => 'ignore'
  harness.child('db').onSignal = () => 'ignore'
  uses(harness, 'web', 2 * MB)
  const stopping = harness.process('db').stop()
  uses(harness, 'db', 2 * MB)
  await harness.advance(5_000)
  assert.equal(warnings(harness).length, 1)
  assert.match(warnings(harness)[0] ?? '', /restarting web/)
  await harness.advance(10_000)
  await stopping
  assert.equal(harness.process('db').state, 'STOPPED')
  assert.equal(harness.process('web').state, 'RUNNING')
  await harness.stop()
})

test('a program that cannot be started again is an error in the log, and the watch goes on', async () => {
  const harness = await boot('programs=web=1MB, db=1MB\ninterval=1\n')
  uses(harness, 'web', 2 * MB)
  harness.posix.children.failNextSpawn('EAGAIN', 10)
  await harness.advance(3_000)
  assert.ok(
    harness.log().some((line) => /^ERRO memmon: web could not be restarted: SPAWN_ERROR/.test(line)),
    harness.log().join('\n'),
  )
  await harness.advance(60_000)
  uses(harness, 'db', 2 * MB)
  await harness.advance(2_000)
  assert.match(warnings(harness).at(-1) ?? '', /restarting db/)
  await harness.advance(2_000)
  await harness.stop()
})

test('a shutdown while a process is being restarted starts nothing', async () => {
  const harness = await boot('any=1MB\ninterval=1\n')
  harness.child('web').onSignal = () => 'ignore'
  uses(harness, 'web', 2 * MB)
  await harness.advance(1_000)
  assert.equal(harness.process('web').state, 'STOPPING')
  const spawned = harness.posix.children.all.length
  await harness.stop()
  assert.equal(harness.posix.children.all.length, spawned)
})

test('where the system does not tell, it is said once and the watch ends', async () => {
  const harness = await boot('any=1MB\ninterval=1\n')
  harness.posix.hasProcessTable = false
  await harness.advance(5_000)
  assert.equal(harness.log().filter((line) => line.startsWith('ERRO memmon')).length, 1)
  await harness.stop()
})

test('a section without limits, or with bad ones, is refused with its lines', async () => {
  await assert.rejects(boot(''), /sets no limit/)
  await assert.rejects(boot('programs=web\n'), /"web" is no name=size/)
  await assert.rejects(boot('groups=a=1TB\nany=x\n'), /groups: "a=1TB"/)
  await assert.rejects(boot('any=1MB\ninterval=0\n'), /interval must be >= 1/)
})

test('restarts are mailed, except of what ran long', async () => {
  for (const [within, mails] of [
    [0, 1],
    [300, 1],
    [30, 0],
  ]) {
    const commands: string[] = []
    const harness = await createHarness(
      `[supervisord]\n[memmon]\nany=1MB\nto=ops@example.com\nsendmail=fake-sendmail\nmail_within=${within}\n${PROGRAMS}`,
      {
        plugins: [memmon],
        onSpawn: (child) => {
          if (!child.request.argv.includes('fake-sendmail')) return
          commands.push(child.request.argv.join(' '))
        },
      },
    )
    uses(harness, 'web', 2 * MB)
    await harness.advance(62_000)
    // What composes a mail is loaded with the first one.
    const deadline = performance.now() + 30_000
    while (commands.length < mails! && performance.now() < deadline) await harness.advance(0)
    for (const child of harness.posix.children.all) {
      if (child.alive && child.request.argv.includes('fake-sendmail')) child.exit({ code: 0 })
    }
    await harness.advance(100)
    assert.equal(commands.length, mails, `mail_within=${within}`)
    await harness.stop()
  }
})
