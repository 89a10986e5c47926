// Events given before those before them are answered, to a listener that asks for it (sdk/events-ahead.ts).

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { definePlugin, EVENTS_AHEAD, eventListenerHooks } from '../../../sdk/index.js'
import { FAIL, OK, type PoolRig, pool, READY, startPools } from './pools.js'

async function startAsking(count: number, more = ''): Promise<PoolRig> {
  const rig = await startPools(pool('pool', more))
  await rig.harness.advance(1)
  await rig.say(`READY ${count}\n`)
  return rig
}

async function sendAll(rig: PoolRig, texts: readonly string[]): Promise<void> {
  for (const text of texts) await rig.send(text)
}

const payloads = (rig: PoolRig) => rig.arrived().map((event) => event.replace('REMOTE_COMMUNICATION ', ''))
const marks = (rig: PoolRig) => rig.headers().map(({ poolserial, again }) => `${poolserial} ${again ?? ''}`)

test('a listener that asks for three events is owed no more than three answers', async () => {
  const rig = await startAsking(3)
  await sendAll(rig, ['a', 'b', 'c', 'd', 'e'])
  assert.deepEqual(payloads(rig), ['a', 'b', 'c'])
  await rig.say(OK + READY)
  assert.deepEqual(payloads(rig), ['d'])
  await rig.say((OK + READY).repeat(2))
  assert.deepEqual(payloads(rig), ['e'])
  // An answer without READY gives nothing more.
  await sendAll(rig, ['f'])
  assert.deepEqual(payloads(rig), ['f'])
  await rig.say((OK + READY).repeat(2) + OK)
  await sendAll(rig, ['g'])
  assert.deepEqual(payloads(rig), [])
  await rig.say(READY)
  assert.deepEqual(payloads(rig), ['g'])
  await rig.harness.stop()
})

test('after a refusal all that have no answer are given again in order, the first of them marked', async () => {
  const rig = await startAsking(3)
  await sendAll(rig, ['a', 'b', 'c', 'd'])
  assert.deepEqual(marks(rig), ['0 ', '1 ', '2 '])
  await rig.say(OK + READY)
  assert.deepEqual(marks(rig), ['3 '])
  await rig.say(FAIL)
  assert.deepEqual(marks(rig), [])
  await rig.say(READY)
  assert.deepEqual(marks(rig), ['1 1', '2 ', '3 '])
  await rig.say((OK + READY).repeat(3))
  await sendAll(rig, ['e'])
  assert.deepEqual(marks(rig), ['4 '])
  assert.equal(rig.log(/WARN pool: event was rejected/).length, 1)
  await rig.harness.stop()
})

test('only the refused one of them counts as refused', async () => {
  const rig = await startAsking(2)
  await sendAll(rig, ['a', 'b'])
  for (let round = 0; round < 5; round++) await rig.say(FAIL + READY)
  assert.deepEqual(marks(rig).slice(-2), ['0 1', '1 '])
  await rig.say(OK + READY)
  // Were it counted too, it would have to wait now (EDGE-46).
  await rig.say(FAIL + READY)
  assert.deepEqual(marks(rig), ['1 1'])
  await rig.harness.stop()
})

for (const [how, said] of [
  ['in the middle of an answer', 'RESULT 2\nO'],
  ['between an answer and READY', OK],
] as const) {
  test(`what a listener was given ahead goes to its next run when it ends ${how}`, async () => {
    const rig = await startAsking(3)
    await sendAll(rig, ['a', 'b', 'c', 'd'])
    await rig.say(OK + READY + said)
    rig.listener().exit({ code: 1 })
    await rig.harness.advance(5)
    await rig.say(READY)
    const first = said === OK ? 'c' : 'b'
    assert.deepEqual(payloads(rig), [first])
    await rig.harness.stop()
  })
}

test('a listener that breaks the protocol loses what it was given ahead to its next run', async () => {
  const rig = await startAsking(3)
  await sendAll(rig, ['a', 'b'])
  await rig.say(`${OK}noise\n`)
  assert.equal(rig.log(/has entered the UNKNOWN state/).length, 1)
  rig.listener().exit({ code: 1 })
  await rig.harness.advance(5)
  await rig.say(READY)
  assert.deepEqual(payloads(rig), ['b'])
  await rig.harness.stop()
})

test('32 events and 32 KiB are the most, and one longer event goes alone', async () => {
  const rig = await startAsking(500)
  await sendAll(
    rig,
    Array.from({ length: 40 }, (_, number) => `${number}`),
  )
  assert.equal(payloads(rig).length, 32)
  await rig.say((OK + READY).repeat(32))
  assert.equal(payloads(rig).length, 8)
  await rig.say((OK + READY).repeat(8))
  const long = 'x'.repeat(20_000)
  await sendAll(rig, [long, long, 'y'.repeat(50_000), 'z'])
  assert.deepEqual(
    payloads(rig).map(({ length }) => length),
    [20_000],
  )
  await rig.say(OK + READY)
  assert.equal(payloads(rig).length, 1)
  await rig.say(OK + READY)
  assert.equal(payloads(rig)[0]?.length, 50_000)
  await rig.say(OK + READY)
  assert.deepEqual(payloads(rig), ['z'])
  await rig.harness.stop()
})

test('a listener that says the number again keeps what it was given', async () => {
  const rig = await startAsking(3)
  await sendAll(rig, ['a', 'b'])
  await rig.say(`${OK}READY 3\n`)
  await rig.say(OK + READY)
  assert.equal(rig.log(/UNKNOWN/).length, 0)
  assert.deepEqual(payloads(rig), ['a', 'b'])
  await rig.harness.stop()
})

test('an offer that the daemon inherited is not handed on to those who get none', async () => {
  const inherit = definePlugin({
    name: 'inherit',
    apply(supervisor) {
      supervisor.hooks.beforeSpawn.tap({ name: 'inherit', before: 'event-listener' }, (spec) => ({
        ...spec,
        environment: { ...spec.environment, [EVENTS_AHEAD]: '32' },
      }))
    },
  })
  const rig = await startPools(pool('two', 'numprocs=2\nprocess_name=l%(process_num)d\n'), [inherit])
  await rig.harness.advance(1)
  assert.equal(rig.listener('two:l0').request.environment[EVENTS_AHEAD], '')
  await rig.harness.stop()
})

test('READY with a number may come in pieces; one without an end, or of zero, is noise', async () => {
  const rig = await startPools(pool('pool'))
  await rig.harness.advance(1)
  for (const piece of ['READ', 'Y ', '1', '2', '\n']) await rig.say(piece)
  await sendAll(rig, ['a', 'b'])
  assert.deepEqual(payloads(rig), ['a', 'b'])
  await rig.harness.stop()
  for (const noise of ['READY 123456789', 'READY 0\n', 'READY x\n', 'READY \n']) {
    const other = await startPools(pool('pool'))
    await other.harness.advance(1)
    await other.say(noise)
    assert.equal(other.log(/has entered the UNKNOWN state/).length, 1, noise)
    await other.harness.stop()
  }
})

test('a pool of two listeners and one with a result handler offer nothing, nor does what the section turns off', async () => {
  const judge = definePlugin({
    name: 'judge',
    apply(supervisor) {
      eventListenerHooks(supervisor).handlers.set('judge', () => {})
    },
  })
  const rig = await startPools(
    pool('one') +
      pool('two', 'numprocs=2\nprocess_name=l%(process_num)d\n') +
      pool('judged', 'result_handler=judge\n') +
      pool('small', 'buffer_size=5\n') +
      pool('newest', 'buffer_size=1\n') +
      pool('off', `environment=${EVENTS_AHEAD}=""\n`),
    [judge],
  )
  await rig.harness.advance(1)
  const offered = (name: string) => rig.listener(name).request.environment[EVENTS_AHEAD]
  assert.deepEqual(['one', 'two:l0', 'judged', 'small', 'newest', 'off'].map(offered), [
    '32',
    undefined,
    undefined,
    '5',
    undefined,
    '',
  ])
  await rig.say('READY 5\n', 'judged')
  assert.equal(rig.log(/judged: has entered the UNKNOWN state/).length, 1)
  await rig.say('READY 32\n', 'small')
  for (let number = 0; number < 8; number++) await rig.send(`${number}`)
  assert.equal(rig.arrived('small').length, 5)
  await rig.say('READY 5\n', 'two:l0')
  assert.equal(rig.log(/l0: has entered the UNKNOWN state/).length, 1)
  await rig.harness.stop()
})

test('another image of the program goes on with what was given ahead', async () => {
  const rig = await startAsking(3)
  await sendAll(rig, ['a', 'b', 'c', 'd'])
  await rig.say(FAIL)
  const expected = rig.harness.supervisor.snapshot()
  rig.arrived()
  const after = await rig.harness.replaceImage()
  assert.deepEqual(after.supervisor.snapshot(), expected)
  after.child('pool').write('stdout', READY)
  await after.advance(5)
  const text = after.child('pool').readStdin()
  assert.match(text, /^ver:3.0 [^\n]* poolserial:0 again:1 eventname:/)
  assert.equal(text.match(/poolserial/g)?.length, 3)
  await after.stop()
})
