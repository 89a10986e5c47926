// Output that nobody takes.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { child, createFixture, type Fixture, started } from './engine-fixture.js'

/** What the child's stdout and stderr are. */
function outputs(fixture: Fixture): string[] {
  const open = new Map(fixture.posix.openDescriptors().map(({ fd, what }) => [fd, what]))
  // The daemon keeps no copy of the child's end of a pipe.
  return child(fixture)
    .request.stdio.slice(1)
    .map((fd) => open.get(fd) ?? 'a pipe')
}

test('output that no log and no plugin takes goes to /dev/null, without a pipe', async () => {
  const fixture = await started()
  assert.deepEqual(outputs(fixture), ['/dev/null', '/dev/null'])
  assert.equal(child(fixture).write('stdout', 'text'), 4)
  const { fds } = fixture.process.snapshot()
  assert.deepEqual([typeof fds.stdin, fds.stdout, fds.stderr], ['number', null, null])
  child(fixture).exit({ code: 3 })
  await fixture.clock.run(1000)
  assert.equal(fixture.process.state, 'RUNNING')
  assert.deepEqual(
    fixture.posix.openDescriptors().map(({ what }) => what),
    ['/dev/null', 'write end of a pipe'],
  )
  fixture.engine.output.close()
  assert.deepEqual(
    fixture.posix.openDescriptors().map(({ what }) => what),
    ['write end of a pipe'],
  )
})

test('what a plugin takes comes through a pipe', async () => {
  const fixture = createFixture()
  const taken: string[] = []
  fixture.engine.hooks.channelOpen.tap('taker', (channel) => {
    if (channel.name === 'stderr') channel.addSink({ write: (bytes) => void taken.push(bytes.toString()) })
  })
  fixture.process.autostart()
  assert.deepEqual(outputs(fixture), ['/dev/null', 'a pipe'])
  child(fixture).write('stderr', 'text')
  await fixture.clock.run(1000)
  assert.deepEqual(taken, ['text'])
})

test('where /dev/null cannot be had the output is read and dropped', async () => {
  const fixture = createFixture()
  fixture.posix.files.fail('open', '/dev/null', 'EACCES')
  fixture.process.autostart()
  assert.deepEqual(outputs(fixture), ['a pipe', 'a pipe'])
  const text = 'x'.repeat(1000)
  for (let round = 0; round < 200; round++) {
    assert.equal(child(fixture).write('stdout', text), 1000)
    await fixture.clock.run(10)
  }
  await fixture.clock.run(1000)
  assert.equal(fixture.process.outputBytes, 200_000)
})
