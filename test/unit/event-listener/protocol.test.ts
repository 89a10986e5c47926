import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OK, type PoolRig, READY, startPools } from './pools.js'

const POOL = '[eventlistener:pool]\ncommand=/bin/cat\nevents=REMOTE_COMMUNICATION\nstartsecs=0\n'

async function ready(config = POOL): Promise<PoolRig> {
  const rig = await startPools(config)
  await rig.harness.advance(1)
  await rig.say(READY)
  return rig
}

test('nothing is delivered before the process is RUNNING and has said READY (EVP-02)', async () => {
  const rig = await startPools(POOL.replace('startsecs=0', 'startsecs=1'))
  await rig.send('one')
  await rig.say(READY)
  assert.deepEqual(rig.arrived(), [])
  await rig.harness.advance(1_001)
  assert.deepEqual(rig.arrived(), ['REMOTE_COMMUNICATION one'])
  await rig.harness.stop()
})

test('one event at a time: the next one after RESULT and READY (EVP-16..18)', async () => {
  const rig = await ready()
  for (const text of ['one', 'two', 'three']) await rig.send(text)
  assert.deepEqual(rig.arrived(), ['REMOTE_COMMUNICATION one'])
  await rig.say(OK)
  assert.deepEqual(rig.arrived(), [])
  await rig.say(READY)
  assert.deepEqual(rig.arrived(), ['REMOTE_COMMUNICATION two'])
  await rig.say(OK + READY)
  assert.deepEqual(rig.arrived(), ['REMOTE_COMMUNICATION three'])
  assert.deepEqual(rig.log(/pool: |listener/).slice(0, 6), [
    'DEBG pool: ACKNOWLEDGED -> READY',
    'DEBG event 0 sent to listener pool',
    'DEBG pool: event was processed',
    'DEBG pool: BUSY -> ACKNOWLEDGED',
    'DEBG pool: ACKNOWLEDGED -> READY',
    'DEBG event 1 sent to listener pool',
  ])
  await rig.harness.stop()
})

test('the protocol is read byte by byte as well as in one piece (EVP-13)', async () => {
  const rig = await ready()
  await rig.send('one')
  await rig.send('two')
  rig.arrived()
  for (const byte of OK + READY) await rig.say(byte)
  assert.deepEqual(rig.arrived(), ['REMOTE_COMMUNICATION two'])
  await rig.harness.stop()
})

test('the first seven characters of a result line are not compared (EVP-14)', async () => {
  const rig = await ready()
  await rig.send('one')
  await rig.say('XXXXXXX 2 \nOK')
  assert.equal(rig.log(/event was processed/).length, 1)
  await rig.harness.stop()
})

test('the length of a result may be spelled in all ways that Python reads', async () => {
  const rig = await ready()
  for (const spelled of ['2', '02', '+2', ' 2\t', '0_2']) {
    await rig.send('one')
    await rig.say(`RESULT ${spelled}\nOK${READY}`)
  }
  assert.equal(rig.log(/event was processed/).length, 5)
  await rig.harness.stop()
})

test('an empty result is acted on when further bytes arrive (EVP-22)', async () => {
  const rig = await ready()
  await rig.send('one')
  await rig.say('RESULT 0\n')
  assert.equal(rig.log(/event was rejected/).length, 0)
  await rig.say('READY')
  assert.equal(rig.log(/event was rejected/).length, 1)
  await rig.harness.stop()
})

test('a line after the result ends in UNKNOWN, with the event accepted (EVP-21)', async () => {
  const rig = await ready()
  await rig.send('one')
  await rig.say(`${OK}\n${READY}`)
  await rig.send('two')
  assert.deepEqual(rig.log(/UNKNOWN/), [
    'DEBG pool: ACKNOWLEDGED -> UNKNOWN',
    'WARN pool: has entered the UNKNOWN state and will no longer receive events, this usually indicates the process ' +
      'violated the eventlistener protocol',
  ])
  assert.deepEqual(rig.arrived(), ['REMOTE_COMMUNICATION one'])
  assert.equal(rig.harness.process('pool').state, 'RUNNING')
  await rig.harness.stop()
})

test('output of a READY listener ends in UNKNOWN, also right behind READY (EVP-17)', async () => {
  const rig = await startPools(POOL)
  await rig.harness.advance(1)
  await rig.send('one')
  await rig.say(`${READY}x`)
  assert.deepEqual(rig.arrived(), [])
  assert.equal(rig.log(/READY -> UNKNOWN/).length, 1)
  await rig.harness.stop()
})

test('other text than READY at the start ends in UNKNOWN once it is long enough (EVP-16)', async () => {
  const rig = await startPools(POOL)
  await rig.say('hello')
  assert.equal(rig.log(/UNKNOWN/).length, 0)
  await rig.say('!')
  assert.equal(rig.log(/ACKNOWLEDGED -> UNKNOWN/).length, 1)
  await rig.say('more and more')
  assert.equal(rig.log(/will no longer/).length, 1)
  await rig.harness.stop()
})

for (const line of ['RESULT x', 'RESULT', 'RESULT 2.5', 'RESULT -1', 'RESULT 99999999999']) {
  test(`the result line "${line}" gives the event back and ends in UNKNOWN (EVP-18)`, async () => {
    const rig = await ready()
    await rig.send('one')
    await rig.say(`${line}\nOK${READY}`)
    assert.deepEqual(rig.log(/bad result|UNKNOWN$|rebuffering/), [
      `WARN pool: bad result line: '${line}'`,
      'DEBG pool: BUSY -> UNKNOWN',
      'DEBG rebuffering event 0 for pool pool (buf size=0, max=10)',
    ])
    await rig.harness.stop()
  })
}

test('a bad result line of other bytes is shown as Python shows them', async () => {
  const rig = await ready()
  await rig.send('one')
  await rig.say(Buffer.from('RESULT \xff\n', 'latin1'))
  assert.deepEqual(rig.log(/bad result/), ["WARN pool: bad result line: 'Undecodable: b'RESULT \\xff''"])
  await rig.harness.stop()
})

test('a result line or a result without end does not grow in memory', async () => {
  const rig = await ready()
  await rig.send('one')
  for (let count = 0; count < 100; count++) await rig.say('R'.repeat(1000))
  assert.equal(rig.log(/bad result line/).length, 1)
  assert.equal(rig.log(/BUSY -> UNKNOWN/).length, 1)
  await rig.harness.stop()
})
