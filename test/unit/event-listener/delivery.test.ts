import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FAIL, OK, pool, READY, startPools } from './pools.js'

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
