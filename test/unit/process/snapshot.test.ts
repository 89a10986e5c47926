import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness, type Harness } from '../../../core/testing/harness.js'
import type { Plugin } from '../../../sdk/plugin.js'
import type { JsonValue } from '../../../sdk/snapshot.js'

const CONFIG = `
[supervisord]
identifier = carried
[program:up]
command = /bin/cat
[program:young]
command = /bin/cat
startsecs = 60
[program:failing]
command = /bin/false
startretries = 9
[program:stubborn]
command = /bin/cat
stopwaitsecs = 100
[program:fast]
command = /bin/true
startsecs = 0
autorestart = true
[program:off]
command = /bin/cat
autostart = false
`

/** One process in each state that waits for something. */
async function createScene(): Promise<Harness> {
  const harness = await createHarness(CONFIG, {
    onSpawn(child) {
      if (child.request.file.endsWith('/false')) child.exit({ code: 1 })
      if (child.request.file.endsWith('/true')) child.exit({ code: 0 })
    },
  })
  await harness.advance(1_300)
  harness.child('stubborn').onSignal = () => 'ignore'
  void harness.process('stubborn').stop({ wait: false })
  harness.child('up').write('stdout', 'before ')
  await harness.advance(10)
  return harness
}

test('a supervisor that another image takes up is equal to the one that it was', async () => {
  const before = await createScene()
  const expected = before.supervisor.snapshot()
  assert.deepEqual(expected.processes.map(({ name, state }) => `${name} ${state}`).sort(), [
    'failing BACKOFF',
    'fast EXITED',
    'off STOPPED',
    'stubborn STOPPING',
    'up RUNNING',
    'young STARTING',
  ])
  const after = await before.replaceImage()
  assert.deepEqual(after.supervisor.snapshot(), expected)
  after.child('stubborn').exit({ code: 0 })
  await after.stop()
})

test('what another image takes up goes on: output, deadlines, retries and ends', async () => {
  const harness = await (await createScene()).replaceImage()
  const { pid } = harness.process('up')
  harness.child('up').write('stdout', 'after')
  await harness.advance(2_000)
  assert.equal(harness.process('up').stdoutLog.read(0, 0).toString(), 'before after')
  assert.equal(harness.process('up').pid, pid)
  assert.equal(harness.process('failing').backoff, 3)
  await harness.advance(60_000)
  assert.equal(harness.process('young').state, 'RUNNING')
  await harness.advance(40_000)
  assert.equal(harness.process('stubborn').state, 'STOPPED')
  harness.child('up').exit({ code: 7 })
  await harness.advance(0)
  assert.notEqual(harness.process('up').pid, pid)
  assert.equal(harness.process('off').state, 'STOPPED')
  await harness.stop()
})

test('any plugin adds what it holds to the snapshot and finds it in the next image', async () => {
  const found: unknown[] = []
  const plugin: Plugin = {
    name: 'acme',
    apply(supervisor) {
      found.push(supervisor.resumed('acme'))
      supervisor.hooks.snapshot.tap('acme', (parts) => parts.add('acme', { seen: [1, 'two', null] }))
    },
  }
  const before = await createHarness(CONFIG, { plugins: [plugin] })
  const after = await before.replaceImage()
  assert.deepEqual(found, [undefined, { seen: [1, 'two', null] }])
  assert.deepEqual(after.supervisor.snapshot().plugins, { acme: { seen: [1, 'two', null] } })
  await after.stop()
})

test('a part that cannot be part of a snapshot is left out and blamed on its plugin', async () => {
  const circle: { self?: unknown } = {}
  circle.self = circle
  const bad = (name: string, state: unknown): Plugin => ({
    name,
    apply(supervisor) {
      supervisor.hooks.snapshot.tap(name, (parts) => parts.add(name.slice(0, 4), state as JsonValue))
    },
  })
  const plugins = [bad('good', 1), bad('goody', 2), bad('circle', circle), bad('nothing', undefined)]
  const harness = await createHarness('[supervisord]', { plugins })
  assert.deepEqual(harness.supervisor.snapshot().plugins, { good: 1 })
  assert.deepEqual(harness.log().filter((line) => line.startsWith('ERRO')).length, 3)
  await harness.stop()
})

test('what the stdin of a program has not taken yet goes on to be written', async () => {
  const before = await createHarness('[supervisord]\n[program:cat]\ncommand=/bin/cat\nstartsecs=0')
  await before.advance(1)
  const text = 'x'.repeat(200_000)
  before.process('cat').writeStdin(text)
  const read = before.child('cat').readStdin()
  assert.ok(read.length < text.length)
  const after = await before.replaceImage()
  let rest = ''
  for (let piece = ' '; piece !== ''; ) {
    await after.advance(1)
    piece = after.child('cat').readStdin()
    rest += piece
  }
  assert.equal(read + rest, text)
  await after.stop()
})
