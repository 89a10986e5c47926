import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness, type Harness } from 'reeve/testing'
import resources from '../../../plugins/resources/index.js'
import { type ResourceMeter, type ResourceSample, resourceHooks } from '../../../sdk/index.js'

const CONFIG = `[supervisord]
[program:web]
command=/bin/cat
autorestart=false
[program:idle]
command=/bin/cat
autostart=false
`
const INTERVAL_MS = 5_000
const MINUTE_MS = 60_000

function boot(config = CONFIG): Promise<Harness> {
  return createHarness(config, { plugins: [resources] })
}

function meterOf({ supervisor }: Harness): ResourceMeter {
  const meter = resourceHooks(supervisor).meter.current
  assert.ok(meter !== null)
  return meter
}

test('without anybody who asks there is no timer and no sample', async () => {
  const harness = await boot()
  const looks = countLooks(harness)
  await harness.advance(60 * MINUTE_MS)
  assert.equal(looks(), 0)
  assert.equal(samplingTimers(harness), 0)
  assert.deepEqual(meterOf(harness).history(harness.process('web')), [])
  await harness.stop()
})

test('the first sample is taken at once, CPU is known a second later', async () => {
  const harness = await boot()
  const meter = meterOf(harness)
  const web = harness.process('web')
  Object.assign(harness.child('web').usage, { rssBytes: 4_096, cpuMs: 100 })
  const release = meter.acquire()
  await harness.advance(0)
  assert.deepEqual(meter.latest(web), { at: harness.clock.now(), rssBytes: 4_096, cpuPercent: null })
  harness.child('web').usage.cpuMs += 250
  await harness.advance(1_000)
  assert.equal(meter.latest(web)?.cpuPercent, 25)
  harness.child('web').usage.cpuMs += 10_000
  await harness.advance(INTERVAL_MS)
  assert.equal(meter.latest(web)?.cpuPercent, 200)
  assert.deepEqual(
    meter.history(web).map(({ cpuPercent }) => cpuPercent),
    [null, 25, 200],
  )
  assert.equal(meter.latest(harness.process('idle')), null)
  release()
  await harness.stop()
})

test('one timer serves all who ask; sampling ends 15 minutes after the last of them', async () => {
  const harness = await boot()
  const meter = meterOf(harness)
  const first = meter.acquire()
  const second = meter.acquire()
  await harness.advance(20 * MINUTE_MS)
  assert.equal(samplingTimers(harness), 1)
  first()
  first()
  await harness.advance(20 * MINUTE_MS)
  assert.equal(samplingTimers(harness), 1, 'the second still asks')
  second()
  await harness.advance(14 * MINUTE_MS)
  assert.equal(samplingTimers(harness), 1)
  assert.notEqual(meter.latest(harness.process('web')), null)
  await harness.advance(2 * MINUTE_MS)
  assert.equal(samplingTimers(harness), 0)
  assert.deepEqual(meter.history(harness.process('web')), [], 'and what is known is dropped')
  meter.acquire()()
  await harness.advance(0)
  assert.equal(meter.history(harness.process('web')).length, 1, 'it begins anew')
  await harness.stop()
})

test('a history has at most 15 minutes and keeps the moments of a restart apart', async () => {
  const harness = await boot()
  const meter = meterOf(harness)
  const web = harness.process('web')
  meter.acquire()
  await harness.advance(30 * MINUTE_MS)
  const points = meter.history(web)
  assert.equal(points.length, meter.capacity)
  assert.ok(points.every((point, index) => index === 0 || point.at - points[index - 1]!.at === INTERVAL_MS))
  assert.equal(points.at(-1)!.at - points[0]!.at, INTERVAL_MS * (meter.capacity - 1))
  harness.child('web').usage.cpuMs = 60_000
  harness.child('web').exit({ code: 0 })
  await harness.advance(MINUTE_MS)
  assert.equal(meter.latest(web), null)
  assert.equal(meter.history(web).length, meter.capacity - 12)
  await Promise.all([web.start(), harness.advance(2_000)])
  await harness.advance(INTERVAL_MS)
  const again = meter.history(web)
  const after = again.findIndex(({ at }, index) => index > 0 && at - again[index - 1]!.at > INTERVAL_MS)
  assert.equal(again[after]?.cpuPercent, null, 'the new process begins anew')
  await harness.stop()
})

test('what is known of a process goes with its group', async () => {
  const harness = await boot()
  const meter = meterOf(harness)
  const web = harness.process('web')
  meter.acquire()
  await harness.advance(INTERVAL_MS)
  harness.child('web').exit({ code: 0 })
  await harness.advance(0)
  harness.supervisor.removeGroup('web')
  await harness.advance(INTERVAL_MS)
  assert.deepEqual(meter.history(web), [])
  await harness.stop()
})

test('every sample is told, and a tap that throws stops nothing', async () => {
  const harness = await boot()
  const samples: ResourceSample[] = []
  const { sampled } = resourceHooks(harness.supervisor)
  sampled.tap('broken', () => {
    throw new Error('no')
  })
  sampled.tap('test', (sample) => void samples.push(sample))
  meterOf(harness).acquire()
  await harness.advance(1_000 + 2 * INTERVAL_MS)
  assert.equal(samples.length, 4)
  assert.deepEqual([...samples[0]!.usage.keys()], [harness.process('web')])
  await harness.stop()
})

test('where the system does not tell, it is said once and nothing goes on', async () => {
  const harness = await boot()
  harness.posix.hasProcessTable = false
  const meter = meterOf(harness)
  for (let viewer = 0; viewer < 3; viewer++) {
    meter.acquire()
    await harness.advance(INTERVAL_MS)
  }
  assert.match(meter.problem ?? '', /Linux only/)
  assert.equal(samplingTimers(harness), 0)
  assert.equal(harness.log().filter((line) => line.startsWith('WARN resources:')).length, 1)
  await harness.stop()
})

function countLooks({ posix }: Harness): () => number {
  let looks = 0
  const look = posix.listProcesses
  posix.listProcesses = () => {
    looks += 1
    return look()
  }
  return () => looks
}

/** The daemon has a timer of its own, which keeps it alive. */
function samplingTimers({ clock }: Harness): number {
  return clock.timers().filter(({ background }) => background).length
}
