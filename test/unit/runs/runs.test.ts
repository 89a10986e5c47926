// Commands of plugins, on fake ports and on the machine.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness, type Harness } from '../../../core/testing/index.js'
import { definePlugin, type Run, RunError } from '../../../sdk/index.js'

async function withRun(act: (run: Run, harness: Harness) => Promise<void>): Promise<void> {
  let run: Run | undefined
  const plugin = definePlugin({
    name: 'runner',
    apply(supervisor) {
      run = supervisor.runCommand
    },
  })
  const harness = await createHarness('[supervisord]\n', { plugins: [plugin] })
  assert.ok(run !== undefined)
  try {
    await act(run, harness)
  } finally {
    await harness.stop()
  }
}

const childOf = (harness: Harness) => {
  const child = harness.posix.children.all.at(-1)
  assert.ok(child !== undefined)
  return child
}

test('a command gets its input, and gives its output and how it ended', () =>
  withRun(async (run, harness) => {
    const running = run(['sh', '-c', 'cat'], { input: 'héllo' })
    const child = childOf(harness)
    assert.match(child.request.file, /\/sh$/)
    assert.deepEqual(child.request.argv, ['sh', '-c', 'cat'])
    assert.equal(child.readStdin(), 'héllo')
    child.write('stdout', 'out ')
    await harness.advance(0)
    child.write('stderr', 'err')
    child.exit({ code: 3 })
    await harness.advance(0)
    assert.deepEqual(await running, { code: 3, signal: null, timedOut: false, output: 'out err' })
  }))

test('more input than a pipe holds is written as the command reads it', () =>
  withRun(async (run, harness) => {
    const input = 'x'.repeat(200_000)
    const running = run(['cat'], { input })
    let read = ''
    for (let turn = 0; turn < 50 && read.length < input.length; turn += 1) {
      read += childOf(harness).readStdin()
      await harness.advance(0)
    }
    assert.equal(read, input)
    childOf(harness).exit({ code: 0 })
    await harness.advance(0)
    assert.equal((await running).code, 0)
  }))

test('a command that does not end in time is killed with its group', () =>
  withRun(async (run, harness) => {
    const running = run(['cat'], { timeoutMs: 5_000 })
    const child = childOf(harness)
    await harness.advance(4_999)
    assert.equal(child.alive, true)
    await harness.advance(1)
    assert.deepEqual(child.groupSignals, [9])
    const { code, signal, timedOut } = await running
    assert.deepEqual({ code, signal, timedOut }, { code: null, signal: 9, timedOut: true })
  }))

test('the beginning of a long output is kept, and a grandchild that holds the pipe is not waited for', () =>
  withRun(async (run, harness) => {
    const running = run(['cat'])
    const child = childOf(harness)
    for (let turn = 0; turn < 4; turn += 1) {
      child.write('stdout', 'y'.repeat(60_000))
      await harness.advance(0)
    }
    child.exit({ code: 0 }, { outputStaysOpen: true })
    await harness.advance(0)
    assert.equal((await running).output.length, 65_536)
    child.closeOutput()
  }))

test('a command that cannot be started is told at once, and nothing is left open', () =>
  withRun(async (run, harness) => {
    await assert.rejects(run(['no-such-command']), RunError)
    await assert.rejects(run(['/no/such/command']), /can't find command '\/no\/such\/command'/)
    harness.posix.children.failNextSpawn('EAGAIN')
    await assert.rejects(run(['cat']), /cat cannot be started: EAGAIN/)
    harness.posix.descriptorLimit = harness.posix.openDescriptors().length + 3
    await assert.rejects(run(['cat']), /EMFILE/)
    harness.posix.descriptorLimit = 1_000
  }))

test('what still runs when the supervisor ends is killed', async () => {
  let running: ReturnType<Run> | undefined
  await withRun(async (run) => {
    running = run(['cat'])
  })
  assert.equal((await running)?.signal, 9)
})
