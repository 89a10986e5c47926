// Acknowledge, fail and throw, in the loop and as a function (EVP-13..22).

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Connection, type ListenerEvent, listen } from '../../../sdk/listener/index.js'
import { createFakeSupervisor } from '../../../sdk/listener/testing/index.js'

/** A connection that keeps each write as it was. */
function recorded(connection: Connection): { readonly connection: Connection; readonly writes: string[] } {
  const writes: string[] = []
  return {
    writes,
    connection: {
      ...connection,
      write(bytes) {
        writes.push(Buffer.from(bytes).toString())
        return connection.write(bytes)
      },
    },
  }
}

async function run(act: (events: AsyncIterable<ListenerEvent>) => Promise<void>) {
  const supervisor = createFakeSupervisor()
  const { connection, writes } = recorded(supervisor.connection)
  const over = act(listen({ connection, failurePauseMs: 0 }))
  return { supervisor, writes, over }
}

test('a loop body that finishes is OK, and the answer goes out together with the next READY', async () => {
  const { supervisor, writes, over } = await run(async (events) => {
    for await (const _ of events);
  })
  assert.equal(await supervisor.send('TICK_5'), 'OK')
  assert.equal(await supervisor.send('TICK_60'), 'OK')
  supervisor.end()
  await over
  assert.deepEqual(writes, ['READY\n', 'RESULT 2\nOKREADY\n', 'RESULT 2\nOKREADY\n'])
})

test('a failed event has FAIL for an answer, and the loop goes on', async () => {
  const { supervisor, writes, over } = await run(async (events) => {
    for await (const event of events) if (event.type === 'TICK_5') event.fail()
  })
  assert.equal(await supervisor.send('TICK_5'), 'FAIL')
  assert.equal(await supervisor.send('TICK_60'), 'OK')
  supervisor.end()
  await over
  assert.deepEqual(writes.slice(1), ['RESULT 4\nFAIL', 'READY\n', 'RESULT 2\nOKREADY\n'])
})

test('a throw in the loop is FAIL and ends it; no further READY is said', async () => {
  const { supervisor, writes, over } = await run(async (events) => {
    for await (const _ of events) throw new Error('no')
  })
  const rejected = assert.rejects(over, /^Error: no$/)
  assert.equal(await supervisor.send('TICK_5'), 'FAIL')
  await rejected
  assert.deepEqual(writes, ['READY\n', 'RESULT 4\nFAIL'])
  await assert.rejects(supervisor.send('TICK_5'), /has stopped listening/)
})

test('what was acknowledged before a break stays OK', async () => {
  const { supervisor, over } = await run(async (events) => {
    for await (const event of events) {
      event.acknowledge()
      break
    }
  })
  assert.equal(await supervisor.send('TICK_5'), 'OK')
  await over
})

test('an event has one answer', async () => {
  const { supervisor, over } = await run(async (events) => {
    for await (const event of events) {
      event.acknowledge()
      assert.throws(() => event.fail(), { code: 'REEVE_LISTENER_ANSWERED' })
    }
  })
  assert.equal(await supervisor.send('TICK_5'), 'OK')
  supervisor.end()
  await over
})

test('a result of its own goes to the result handler, counted in bytes', async () => {
  const { supervisor, writes, over } = await run(async (events) => {
    for await (const event of events) event.respond('é')
  })
  assert.equal(await supervisor.send('TICK_5'), 'é')
  supervisor.end()
  await over
  assert.equal(writes[1], 'RESULT 2\né')
})

test('a function that returns is OK, one that throws or rejects is FAIL, and the listening goes on', async () => {
  const supervisor = createFakeSupervisor()
  const over = listen(
    async ({ type }) => {
      await null
      if (type === 'TICK_5') throw new Error('rejected')
    },
    { connection: supervisor.connection, failurePauseMs: 0, onError: () => {} },
  )
  assert.equal(await supervisor.send('TICK_5'), 'FAIL')
  assert.equal(await supervisor.send('TICK_60'), 'OK')
  supervisor.end()
  await over
})

test('what a function throws is told with its event', async () => {
  const supervisor = createFakeSupervisor()
  const told: unknown[] = []
  const over = listen(
    () => {
      throw new Error('thrown')
    },
    {
      connection: supervisor.connection,
      failurePauseMs: 0,
      onError: (error, { type }) => told.push([type, String(error)]),
    },
  )
  assert.equal(await supervisor.send('TICK_5'), 'FAIL')
  supervisor.end()
  await over
  assert.deepEqual(told, [['TICK_5', 'Error: thrown']])
})

test('the end of stdin ends the loop, also in the middle of an event', async () => {
  const { supervisor, over } = await run(async (events) => {
    for await (const _ of events);
  })
  supervisor.end()
  await over
  await assert.rejects(supervisor.send('TICK_5'), /has stopped listening/)
})

test('what is no event rejects the loop', async () => {
  let bytes = (_buffer: Buffer, _length: number) => {}
  const connection: Connection = {
    open(reader) {
      bytes = reader.bytes
    },
    write: () => true,
    close() {},
  }
  const next = listen({ connection }).next()
  bytes(Buffer.from('hello\n'), 6)
  await assert.rejects(next, { code: 'REEVE_LISTENER_PROTOCOL' })
})
