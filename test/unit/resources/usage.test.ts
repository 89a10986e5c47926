import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness } from 'reeve/testing'
import type { ProcessUsage } from '../../../sdk/index.js'

const CONFIG = `[supervisord]
[program:a]
command=/bin/cat
[program:b]
command=/bin/cat
`

async function usageOf(harness: Awaited<ReturnType<typeof createHarness>>, name: string) {
  const reading = harness.supervisor.usage(harness.supervisor.processesByPriority())
  await harness.advance(0)
  const found = (await reading) as ReadonlyMap<unknown, ProcessUsage>
  return found.get(harness.process(name))
}

const status = (pid: number, parent: number, rssBytes: number, cpuMs: number, endedChildrenCpuMs = 0) => ({
  pid,
  parent,
  rssBytes,
  cpuMs,
  endedChildrenCpuMs,
})

test('the usage of a process counts its tree, and no other process', async () => {
  const harness = await createHarness(CONFIG)
  const { posix } = harness
  Object.assign(harness.child('a').usage, { rssBytes: 100, cpuMs: 10 })
  Object.assign(harness.child('b').usage, { rssBytes: 7, cpuMs: 1 })
  const { pid } = harness.child('a')
  // The table is in no order: the grandchild stands before the child.
  posix.otherProcesses.set(31, status(31, 30, 20, 2, 5))
  posix.otherProcesses.set(30, status(30, pid, 1_000, 3))
  posix.otherProcesses.set(50, status(50, 1, 1_000_000, 1_000))
  assert.deepEqual(await usageOf(harness, 'a'), {
    rssBytes: 100,
    treeRssBytes: 1_120,
    treeCpuMs: 20,
    treeProcesses: 3,
  })
  assert.deepEqual(await usageOf(harness, 'b'), {
    rssBytes: 7,
    treeRssBytes: 7,
    treeCpuMs: 1,
    treeProcesses: 1,
  })
  await harness.stop()
})

test('strangers are looked at once in a minute, and a pid that is used again is found then', async () => {
  const harness = await createHarness(CONFIG)
  const { posix } = harness
  const looks: number[] = []
  const look = posix.processStatus
  posix.processStatus = (pid) => {
    looks.push(pid)
    return look(pid)
  }
  posix.otherProcesses.set(50, status(50, 1, 5, 0))
  await usageOf(harness, 'a')
  assert.ok(looks.includes(50))
  looks.length = 0
  posix.otherProcesses.set(50, status(50, harness.child('a').pid, 5, 0))
  assert.equal((await usageOf(harness, 'a'))?.treeProcesses, 1)
  assert.ok(!looks.includes(50))
  await harness.advance(60_000)
  assert.equal((await usageOf(harness, 'a'))?.treeProcesses, 2)
  await harness.stop()
})

test('a table that leads in a circle ends, and counts nobody twice', async () => {
  const harness = await createHarness(CONFIG)
  harness.posix.otherProcesses.set(30, status(30, 31, 1, 0))
  harness.posix.otherProcesses.set(31, status(31, 30, 1, 0))
  assert.equal((await usageOf(harness, 'a'))?.treeProcesses, 1)
  await harness.stop()
})

test('a stopped process uses nothing, and a system that does not tell gives null', async () => {
  const harness = await createHarness(CONFIG)
  harness.child('a').exit({ code: 0 })
  await harness.advance(0)
  const stopping = harness.process('b').stop()
  await harness.advance(0)
  await stopping
  assert.equal(await usageOf(harness, 'b'), undefined)
  harness.posix.hasProcessTable = false
  assert.equal(await harness.supervisor.usage([harness.process('a')]), null)
  await harness.stop()
})

test('a thousand processes are looked at in slices', async () => {
  const harness = await createHarness(
    '[supervisord]\n[program:p]\ncommand=/bin/cat\nnumprocs=1000\nprocess_name=p_%(process_num)d\n',
  )
  const { clock } = harness
  let turns = 0
  const soon = clock.soon
  clock.soon = (callback) => {
    turns += 1
    return soon(callback)
  }
  const reading = harness.supervisor.usage(harness.supervisor.processesByPriority())
  await harness.advance(0)
  assert.equal((await reading)?.size, 1_000)
  assert.ok(turns >= 10)
  await harness.stop()
})
