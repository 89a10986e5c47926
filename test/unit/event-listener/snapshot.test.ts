import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness, type Harness } from 'reeve/testing'
import { standardPlugins } from '../../../plugins/standard.js'
import { createEvent, httpHooks } from '../../../sdk/index.js'
import { FAIL, OK, parseArrived, pool, READY } from './pools.js'

const start = (config: string) => createHarness(`[supervisord]\n${config}`, { plugins: standardPlugins })

async function send(harness: Harness, text: string): Promise<void> {
  harness.supervisor.emit(() => createEvent('REMOTE_COMMUNICATION', () => text))
  await harness.advance(0)
}

async function say(harness: Harness, name: string, text: string): Promise<void> {
  harness.child(name).write('stdout', text)
  await harness.advance(5)
}

const arrived = (harness: Harness, name: string) =>
  parseArrived(harness.child(name).readStdin()).map(
    ({ header, payload }) => `${header.serial} ${header.poolserial} ${payload}`,
  )

/** One pool with a listener in each state, one whose only event is rejected again and again, one that is not ready. */
async function createScene(): Promise<Harness> {
  const harness = await start(
    pool('four', 'numprocs=4\nprocess_name=l%(process_num)d\n') + pool('poisoned') + pool('late'),
  )
  await harness.advance(1)
  for (const name of ['four:l0', 'four:l1', 'four:l2', 'poisoned']) await say(harness, name, READY)
  await say(harness, 'four:l3', 'noise\n')
  await send(harness, 'first')
  await send(harness, 'second')
  // Half of a result, and a third listener that stays ready.
  await say(harness, 'four:l0', 'RESULT 2\nO')
  for (let round = 0; round < 6; round++) await say(harness, 'poisoned', FAIL + READY)
  return harness
}

test('what pools hold is part of the snapshot, and another image of the program is equal', async () => {
  const before = await createScene()
  const expected = before.supervisor.snapshot()
  const pools = expected.plugins['event-listener'] as readonly {
    readonly group: string
    readonly queue: { readonly events: readonly { readonly payload: string }[] }
    readonly listeners: readonly { readonly state: string }[]
  }[]
  assert.deepEqual(
    pools.map(({ group, queue, listeners }) => [
      group,
      queue.events.map(({ payload }) => payload),
      listeners.map(({ state }) => state),
    ]),
    [
      ['four', [], ['BUSY', 'BUSY', 'READY', 'UNKNOWN']],
      ['late', ['first', 'second'], ['ACKNOWLEDGED']],
      ['poisoned', ['first', 'second'], ['READY']],
    ],
  )
  const after = await before.replaceImage()
  assert.deepEqual(after.supervisor.snapshot(), expected)
  await after.stop()
})

test('what another image takes up of pools goes on: queues, results, numbers and delays', async () => {
  const before = await createScene()
  assert.deepEqual(arrived(before, 'four:l0'), ['0 0 first'])
  arrived(before, 'four:l1')
  arrived(before, 'poisoned')
  const harness = await before.replaceImage()
  await say(harness, 'four:l0', `K${READY}`)
  await send(harness, 'third')
  assert.deepEqual(arrived(harness, 'four:l0'), ['2 2 third'])
  // The event in flight goes to another one when its listener dies.
  harness.child('four:l1').exit({ code: 1 })
  await harness.advance(5)
  assert.deepEqual(arrived(harness, 'four:l2'), ['1 1 second'])
  await say(harness, 'late', READY)
  assert.deepEqual(arrived(harness, 'late'), ['0 0 first'])
  await say(harness, 'late', OK + READY)
  assert.deepEqual(arrived(harness, 'late'), ['1 1 second'])
  await harness.advance(1_000)
  assert.deepEqual(arrived(harness, 'poisoned'), ['0 0 first'])
  await harness.stop()
})

test("a listener's own password goes on to be known, and the snapshot does not tell it", async () => {
  const before = await start(`[unix_http_server]
file=%(here)s/s.sock
username=operator
password=x
${pool('pool')}`)
  await before.advance(1)
  await before.request('GET', '/')
  const { SUPERVISOR_USERNAME: name, SUPERVISOR_PASSWORD: password = '' } =
    before.child('pool').request.environment
  const text = JSON.stringify(before.supervisor.snapshot())
  assert.ok(!text.includes(password))
  const after = await before.replaceImage()
  await after.request('GET', '/')
  const server = after.supervisor.config.sections.find(({ kind }) => kind === 'unix_http_server')!
  const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
  assert.equal(typeof httpHooks(after.supervisor).authenticate.call({ authorization, server }), 'object')
  await after.stop()
})
