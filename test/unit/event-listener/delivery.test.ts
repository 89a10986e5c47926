import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Plugin } from '../../../sdk/plugin.js'
import { FAIL, OK, READY, startPools } from './pools.js'

const pool = (name: string, more = '') =>
  `[eventlistener:${name}]\ncommand=/bin/cat\nevents=REMOTE_COMMUNICATION\nstartsecs=0\n${more}`

test('a rejected event goes back to its own pool only (EDGE-01, DIFF-44)', async () => {
  const rig = await startPools(`${pool('one')}${pool('two').replace('REMOTE_COMMUNICATION', 'TICK_3600')}`)
  await rig.harness.advance(1)
  await rig.say(READY, 'one')
  await rig.say(READY, 'two')
  await rig.send('text')
  for (let round = 0; round < 2; round++) await rig.say(FAIL + READY, 'one')
  await rig.say(OK + READY, 'one')
  const headers = rig.headers('one')
  assert.deepEqual(
    headers.map(({ serial, poolserial }) => [serial, poolserial]),
    Array(3).fill(['0', '0']),
  )
  assert.deepEqual(rig.headers('two'), [])
  assert.equal(rig.log(/WARN one: event was rejected/).length, 2)
  await rig.harness.stop()
})

test('an event that is rejected again and again waits longer and longer (EDGE-46)', async () => {
  const rig = await startPools(pool('pool'))
  await rig.harness.advance(1)
  await rig.say(READY)
  await rig.send('poison')
  let deliveries = 0
  for (let passed = 0; passed < 10_000; passed += 10) {
    const arrived = rig.arrived().length
    deliveries += arrived
    if (arrived > 0) await rig.say(FAIL + READY)
    await rig.harness.advance(10)
  }
  assert.ok(deliveries > 15 && deliveries < 30, `${deliveries} deliveries in 10 s`)
  await rig.harness.stop()
})

test('an event in flight when its listener ends goes to the next run of it (EVP-19)', async () => {
  const rig = await startPools(pool('pool'))
  await rig.harness.advance(1)
  await rig.say(READY)
  await rig.send('one')
  await rig.send('two')
  assert.deepEqual(rig.arrived(), ['REMOTE_COMMUNICATION one'])
  rig.listener().exit({ code: 1 })
  await rig.harness.advance(5)
  await rig.say(READY)
  assert.deepEqual(rig.arrived(), ['REMOTE_COMMUNICATION one'])
  await rig.say(OK + READY)
  assert.deepEqual(rig.arrived(), ['REMOTE_COMMUNICATION two'])
  await rig.harness.stop()
})

test('the first listener that is ready gets the event, and others take over (EVP-02, DIFF-45)', async () => {
  const rig = await startPools(pool('pool', 'numprocs=2\nprocess_name=l%(process_num)d\n'))
  await rig.harness.advance(1)
  await rig.say(READY, 'pool:l1')
  await rig.say(READY, 'pool:l0')
  await rig.send('one')
  await rig.send('two')
  assert.deepEqual(rig.arrived('pool:l0'), ['REMOTE_COMMUNICATION one'])
  assert.deepEqual(rig.arrived('pool:l1'), ['REMOTE_COMMUNICATION two'])
  await rig.say('RESULT x\n', 'pool:l0')
  await rig.say(OK + READY, 'pool:l1')
  assert.deepEqual(rig.arrived('pool:l1'), ['REMOTE_COMMUNICATION one'])
  await rig.harness.stop()
})

test('a listener that has closed its stdin is passed over and keeps its state (EVP-23)', async () => {
  const rig = await startPools(pool('pool', 'numprocs=2\nprocess_name=l%(process_num)d\n'))
  await rig.harness.advance(1)
  await rig.say(READY, 'pool:l0')
  await rig.say(READY, 'pool:l1')
  rig.harness.child('pool:l0').closeStdin()
  await rig.send('one')
  assert.deepEqual(rig.arrived('pool:l1'), ['REMOTE_COMMUNICATION one'])
  assert.deepEqual(rig.log(/epipe/), [
    'DEBG epipe occurred while sending event 0 to listener l0, listener state unchanged',
  ])
  await rig.harness.stop()
})

test('a payload larger than the pipe arrives as the listener reads (EVP-23)', async () => {
  const rig = await startPools(pool('pool'))
  await rig.harness.advance(1)
  await rig.say(READY)
  const text = 'x'.repeat(6_000_000)
  await rig.send(text)
  let read = ''
  while (read.length < text.length) {
    read += rig.listener().readStdin()
    await rig.harness.advance(0)
  }
  assert.match(read.slice(0, 120), /^ver:3\.0 .* len:6000000\n/)
  await rig.say(OK)
  assert.equal(rig.log(/event was processed/).length, 1)
  await rig.harness.stop()
})

test('a full buffer drops the oldest, and a rejected event the next-oldest (DIFF-46, EVP-04)', async () => {
  const rig = await startPools(pool('pool', 'buffer_size=10\n'))
  for (let number = 0; number < 15; number++) await rig.send(`${number}`)
  const dropped = () => rig.log(/overflowed/).map((line) => Number(/event (\d+)$/.exec(line)?.[1]))
  assert.deepEqual(rig.log(/overflowed/)[0], 'ERRO pool pool event buffer overflowed, discarding event 0')
  assert.deepEqual(dropped(), [0, 1, 2, 3, 4])
  await rig.say(READY)
  await rig.send('15')
  await rig.say(FAIL)
  assert.deepEqual(dropped(), [0, 1, 2, 3, 4, 6])
  await rig.say(READY)
  const order = [rig.arrived().at(-1)]
  for (let count = 0; count < 9; count++) {
    await rig.say(OK + READY)
    order.push(rig.arrived()[0])
  }
  assert.deepEqual(
    order,
    [5, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((number) => `REMOTE_COMMUNICATION ${number}`),
  )
  await rig.harness.stop()
})

test('the default buffer holds the events of the boot (EDGE-03)', async () => {
  const rig = await startPools(
    `${pool('pool').replace('REMOTE_COMMUNICATION', 'EVENT').replace('startsecs=0', 'startsecs=1')}
[program:web]
command=/bin/cat
numprocs=100
process_name=%(process_num)d
`,
  )
  await rig.harness.advance(2_000)
  await rig.say(READY)
  let count = 0
  for (let arrived = rig.arrived(); arrived.length > 0; arrived = rig.arrived()) {
    count += arrived.length
    await rig.say(OK + READY)
  }
  // Two groups, one state of the daemon, and STARTING and RUNNING of 101 processes.
  assert.equal(count, 2 + 1 + 202)
  assert.deepEqual(rig.log(/overflowed/), [])
  await rig.harness.stop()
})

test('serials are global and taken by subscribed pools only, pool serials begin at 0 (EVP-11)', async () => {
  const rig = await startPools(
    `${pool('one').replace('REMOTE_COMMUNICATION', 'PROCESS_STATE_RUNNING,REMOTE_COMMUNICATION')}${pool('two')}`,
  )
  await rig.harness.advance(1)
  await rig.say(READY, 'one')
  await rig.say(READY, 'two')
  await rig.send('text')
  const [first] = rig.headers('two')
  assert.deepEqual([first?.serial, first?.poolserial, first?.pool], ['2', '0', 'two'])
  await rig.harness.stop()
})

test('a catch-all pool hears of the boot in Supervisor’s order (EVT-24, EVT-25, DIFF-43)', async () => {
  const rig = await startPools(`${pool('pool', 'buffer_size=100\n').replace('REMOTE_COMMUNICATION', 'EVENT')}
[program:web]
command=/bin/cat
`)
  await rig.harness.advance(2_000)
  await rig.say(READY)
  const all: string[] = []
  for (let arrived = rig.arrived(); arrived.length > 0; arrived = rig.arrived()) {
    all.push(...arrived)
    await rig.say(OK + READY)
  }
  const { pid } = rig.harness.process('web')
  assert.deepEqual(all, [
    'PROCESS_GROUP_ADDED groupname:pool\n',
    'PROCESS_GROUP_ADDED groupname:web\n',
    'SUPERVISOR_STATE_CHANGE_RUNNING ',
    'PROCESS_STATE_STARTING processname:pool groupname:pool from_state:STOPPED tries:0',
    'PROCESS_STATE_STARTING processname:web groupname:web from_state:STOPPED tries:0',
    `PROCESS_STATE_RUNNING processname:pool groupname:pool from_state:STARTING pid:${pid - 1}`,
    `PROCESS_STATE_RUNNING processname:web groupname:web from_state:STARTING pid:${pid}`,
  ])
  await rig.harness.stop()
})

test('ticks come at the ends of their slices, and only while somebody wants them (EVT-17, EVT-23)', async () => {
  const rig = await startPools(pool('pool', 'buffer_size=100\n').replace('REMOTE_COMMUNICATION', 'TICK'))
  await rig.harness.advance(1)
  await rig.say(READY)
  const whens: string[] = []
  for (let passed = 0; passed < 60; passed++) {
    await rig.harness.advance(1_000)
    for (let arrived = rig.arrived(); arrived.length > 0; arrived = rig.arrived()) {
      whens.push(...arrived)
      await rig.say(OK + READY)
    }
  }
  assert.equal(whens.filter((text) => text.startsWith('TICK_5 ')).length, 12)
  const minutes = whens.filter((text) => text.startsWith('TICK_60 '))
  assert.equal(minutes.length, 1)
  assert.match(minutes[0] ?? '', /^TICK_60 when:\d+$/)
  assert.equal(Number(minutes[0]?.split(':')[1]) % 60, 0)
  assert.deepEqual(
    whens
      .slice(whens.indexOf(minutes[0] ?? '') - 1)
      .slice(0, 2)
      .map((text) => text.split(' ')[0]),
    ['TICK_5', 'TICK_60'],
  )
  await rig.harness.stop()
})

const UNTICKED = pool('pool')
test('without a subscription to ticks there is no timer', async () => {
  const rig = await startPools(UNTICKED)
  const before = rig.harness.posix.children.all.length
  await rig.harness.advance(120_000)
  assert.equal(rig.harness.posix.children.all.length, before)
  await rig.say(READY)
  assert.deepEqual(rig.arrived(), [])
  await rig.harness.stop()
})

test('listeners hear of the shutdown until their own pool stops (EVT-26)', async () => {
  const rig = await startPools(`${pool('pool', 'buffer_size=100\n').replace('REMOTE_COMMUNICATION', 'EVENT')}
[program:slow]
command=/bin/cat
startsecs=0
stopwaitsecs=5
`)
  await rig.harness.advance(10)
  const child = rig.harness.child('slow')
  child.onSignal = () => 'ignore'
  await rig.say(READY)
  const all: string[] = []
  const drain = async () => {
    for (let arrived = rig.arrived(); arrived.length > 0; arrived = rig.arrived()) {
      all.push(...arrived)
      await rig.say(OK + READY)
    }
  }
  await drain()
  rig.harness.supervisor.shutdown()
  await rig.harness.advance(10)
  await drain()
  assert.deepEqual(all.slice(-2), [
    'SUPERVISOR_STATE_CHANGE_STOPPING ',
    `PROCESS_STATE_STOPPING processname:slow groupname:slow from_state:RUNNING pid:${child.pid}`,
  ])
  assert.deepEqual(rig.listener().signals, [])
  await rig.harness.stop()
})

test('a pool can be added and removed while the daemon runs (EVT-24)', async () => {
  const rig = await startPools(pool('one'))
  const base = rig.harness.supervisor.config.file
  assert.ok(base.length > 0)
  rig.harness.setConfig(
    `[supervisord]\nloglevel=debug\n${pool('two').replace('REMOTE_COMMUNICATION', 'PROCESS_GROUP')}`,
  )
  const { added, removed } = rig.harness.supervisor.reread()
  assert.deepEqual([added, removed], [['two'], ['one']])
  rig.harness.supervisor.addGroup('two')
  await rig.harness.advance(5)
  await rig.harness.process('one').stop({ wait: false })
  await rig.harness.advance(5)
  rig.harness.supervisor.removeGroup('one')
  await rig.say(READY, 'two')
  await rig.say(OK + READY, 'two')
  assert.deepEqual(rig.arrived('two'), [
    'PROCESS_GROUP_ADDED groupname:two\n',
    'PROCESS_GROUP_REMOVED groupname:one\n',
  ])
  await rig.harness.stop()
})

test('an event of a plugin can be subscribed to by its name and by its parent', async () => {
  const plugin: Plugin = { name: 'acme', events: { ACME: 'EVENT', ACME_MADE: 'ACME' }, apply: () => {} }
  const rig = await startPools(pool('pool').replace('REMOTE_COMMUNICATION', 'acme'), [plugin])
  await rig.harness.advance(1)
  await rig.say(READY)
  rig.harness.supervisor.emit(() => ({ type: 'ACME_MADE', payload: () => 'one' }))
  assert.deepEqual(rig.arrived(), ['ACME_MADE one'])
  await rig.harness.stop()
})

test('a listener has its log, no capture and no PROCESS_LOG of its own stdout (CFG-EVL-06)', async () => {
  const rig = await startPools(
    pool(
      'pool',
      'stdout_logfile=%(here)s/raw.log\nstdout_events_enabled=true\nstdout_capture_maxbytes=1MB\n',
    ).replace('REMOTE_COMMUNICATION', 'PROCESS_LOG,PROCESS_COMMUNICATION'),
  )
  await rig.harness.advance(1)
  await rig.say(READY)
  assert.deepEqual(rig.arrived(), [])
  assert.equal(rig.harness.posix.files.text(`${rig.harness.here}/raw.log`), READY)
  assert.equal(rig.log(/stdout output/).length, 1)
  await rig.harness.stop()
})

test('a result handler of a module judges: RejectEvent rejects, other errors end in UNKNOWN (EXT-07)', async () => {
  const judge: Plugin = {
    name: 'judge',
    apply: (supervisor) => {
      const file = `${supervisor.config.here}/judge.mjs`
      writeFileSync(
        file,
        `export function judge(event, result) {
  if (String(result) === 'no') throw Object.assign(new Error(), { name: 'RejectEvent' })
  if (String(result) === 'bad') throw new Error(event.type + event.serial)
}
`,
      )
    },
  }
  const rig = await startPools(pool('pool', 'result_handler=./judge.mjs:judge\n'), [judge])
  await rig.harness.advance(1)
  await rig.say(READY)
  await rig.send('one')
  await rig.say(`RESULT 3\nyesREADY\n`)
  assert.equal(rig.log(/event was processed/).length, 1)
  await rig.send('two')
  await rig.say(`RESULT 2\nnoREADY\n`)
  assert.equal(rig.log(/event was rejected/).length, 1)
  await rig.say('RESULT 3\nbad')
  assert.deepEqual(rig.log(/caused an error|UNKNOWN$/), [
    'WARN pool: event caused an error',
    'DEBG pool: BUSY -> UNKNOWN',
  ])
  await rig.harness.stop()
})

test('an unknown Python result handler is one warning and the default (EXT-09)', async () => {
  const rig = await startPools(pool('pool', 'result_handler=my.package:judge\n'))
  await rig.harness.advance(1)
  assert.equal(rig.log(/WARN .*my\.package:judge/).length, 1)
  await rig.say(READY)
  await rig.send('one')
  await rig.say(OK)
  assert.equal(rig.log(/event was processed/).length, 1)
  await rig.harness.stop()
})

test('a result handler that cannot be imported prevents the start (CFG-ERR)', async () => {
  await assert.rejects(startPools(pool('pool', 'result_handler=./none.mjs:judge\n')), (error: Error) =>
    /\.\/none\.mjs:judge cannot be resolved within \[eventlistener:pool\]: cannot find the module/.test(
      error.message,
    ),
  )
})
