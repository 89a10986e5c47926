import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createChildren } from '../../unit/posix/children.js'

const INIT = fileURLToPath(new URL('programs/init.js', import.meta.url))

interface Report {
  readonly reapedUnknown: number
  readonly zombies: number
  readonly ownExits: number
  readonly subreaper: boolean
  readonly orphans: number
}

function judge(report: Report): void {
  assert.equal(report.reapedUnknown, report.orphans)
  assert.equal(report.zombies, 0)
  assert.ok(report.ownExits > 5, `only ${report.ownExits} children of our own`)
}

async function runInit(file: string, args: readonly string[]): Promise<Report> {
  const child = spawn(file, [...args, process.execPath, INIT], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (data) => {
    output += String(data)
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  assert.equal(code, 0)
  return JSON.parse(output) as Report
}

const NAMESPACE = ['-pf', '--mount-proc']

test('PID 1 leaves no zombie of 1,000 orphans and reports its own exits meanwhile (LIFE-63)', async (context) => {
  if (spawnSync('unshare', [...NAMESPACE, 'true']).status !== 0) {
    return context.skip('unshare -pf --mount-proc is not permitted here')
  }
  judge(await runInit('unshare', NAMESPACE))
})

test('a subreaper takes in orphans as PID 1 does', async () => {
  const report = await runInit('/usr/bin/env', [])
  assert.equal(report.subreaper, true)
  judge(report)
})

test('a child that a plugin starts by itself keeps its exit', async () => {
  const children = createChildren()
  const foreign = spawn('/bin/sh', ['-c', 'exit 41'])
  const exit = new Promise((resolve) => foreign.on('exit', resolve))
  const own = await children.shell('exit 42')
  assert.equal(own.exit.code, 42)
  assert.equal(await exit, 41)
  children.posix.reapNow()
  assert.deepEqual(children.unknown, [])
  children.dispose()
})

test('an exit is there at once for who asks', async () => {
  const children = createChildren()
  const { posix } = children
  let seen = 0
  children.dispose()
  const result = posix.spawn({ file: '/usr/bin/true', argv: ['true'], environment: {}, stdio: [0, 1, 2] })
  assert.ok('pid' in result)
  const stop = posix.watchChildren({
    owns: (pid) => pid === result.pid,
    onExit() {
      seen += 1
    },
    onUnknown() {},
  })
  // Without a turn of the event loop, so no signal can have been delivered.
  const deadline = performance.now() + 30_000
  while (seen === 0 && performance.now() < deadline) posix.reapNow()
  assert.equal(seen, 1)
  stop()
})
