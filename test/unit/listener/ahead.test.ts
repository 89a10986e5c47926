// Events that come in before those before them are answered (sdk/events-ahead.ts).

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Connection,
  type ConnectionReader,
  listen,
  listenInBatches,
} from '../../../sdk/listener/index.js'
import { Outbox } from '../../../sdk/listener/outbox.js'

interface Wire {
  readonly connection: Connection
  readonly writes: string[]
  /** Gives events in one piece: their numbers, `!` before one that is given again. */
  give(...events: string[]): void
  end(): void
}

function createWire(): Wire {
  const writes: string[] = []
  let reader: ConnectionReader | null = null
  const envelope = (event: string) => {
    const number = event.replace('!', '')
    const again = event.startsWith('!') ? ' again:1' : ''
    const header = `ver:3.0 server:s serial:${number} pool:p poolserial:${number}${again} eventname:TICK_5`
    return `${header} len:${5 + number.length}\nwhen:${number}`
  }
  return {
    writes,
    connection: {
      mostAhead: 4,
      open(opened) {
        reader = opened
      },
      write(bytes) {
        writes.push(Buffer.from(bytes).toString())
        return true
      },
      close() {
        reader = null
      },
    },
    give(...events) {
      const bytes = Buffer.from(events.map(envelope).join(''))
      reader?.bytes(bytes, bytes.length)
    },
    end: () => reader?.end(),
  }
}

const OK = 'RESULT 2\nOKREADY\n'
const turn = () => new Promise((resolve) => setImmediate(resolve))
const when = (event: { readonly payload: string }) => Number(event.payload.replace('when:', ''))

test('the first READY says how many events may come, and each has its answer', async () => {
  const wire = createWire()
  const heard: number[] = []
  const over = listen((event) => void heard.push(when(event)), { connection: wire.connection })
  wire.give('1', '2', '3')
  wire.give('4')
  assert.equal(wire.writes.join(''), `READY 4\n${OK.repeat(4)}`)
  assert.deepEqual(heard, [1, 2, 3, 4])
  wire.end()
  await over
})

test('the loop is given one event at a time, and answers before it waits', async () => {
  const wire = createWire()
  const steps: string[] = []
  const over = (async () => {
    for await (const event of listen({ connection: wire.connection })) {
      steps.push(`begin ${when(event)}`)
      if (when(event) === 2) await turn()
      const answers = wire.writes.join('').split(OK).length - 1
      // Whether those before the third went out is a matter of time.
      steps.push(when(event) === 2 ? `end 2 after ${answers}` : `end ${when(event)}`)
    }
  })()
  wire.give('1', '2', '3')
  await turn()
  await turn()
  assert.deepEqual(steps, [
    'begin 1',
    'end 1',
    'begin 2',
    // The answer to the first was not kept back while the second was handled.
    'end 2 after 1',
    'begin 3',
    'end 3',
  ])
  assert.equal(wire.writes.join(''), `READY 4\n${OK.repeat(3)}`)
  wire.end()
  await over
})

test('the answer of an event that took its time is not held back', async () => {
  const wire = createWire()
  const answered: number[] = []
  const over = listen(
    () => {
      answered.push(wire.writes.join('').split(OK).length - 1)
      const until = performance.now() + 1.5
      while (performance.now() < until);
    },
    { connection: wire.connection },
  )
  wire.give('1', '2', '3', '4')
  assert.deepEqual(answered, [0, 1, 2, 3])
  wire.end()
  await over
})

test('answers are held while events are quick, and a millisecond at most', () => {
  let now = 0
  const writes: string[] = []
  const outbox = new Outbox(
    (bytes) => writes.push(Buffer.from(bytes).toString()),
    () => now,
  )
  const answer = (text: string, took: number) => {
    outbox.begin()
    now += took
    outbox.hold(Buffer.from(text))
  }
  for (const [text, took] of [
    ['a', 0.1],
    ['b', 0.1],
    ['c', 0.9],
    ['d', 2],
    ['e', 0.1],
  ] as const)
    answer(text, took)
  outbox.send(Buffer.from('f'))
  assert.deepEqual(writes, ['abc', 'd', 'ef'])
  assert.equal(outbox.take().length, 0)
})

test('a supervisor that is gone in the middle of a protocol error hides nothing of it', async () => {
  const wire = createWire()
  const connection: Connection = {
    ...wire.connection,
    write: (bytes) => Buffer.from(bytes).toString() !== OK,
  }
  const over = listen(() => {}, { connection })
  wire.give('1', 'x\nnonsense\n')
  await assert.rejects(over, { code: 'REEVE_LISTENER_PROTOCOL' })
})

test('what a filter of batches throws comes after the batch that was collected', async () => {
  const wire = createWire()
  const batches = listenInBatches({
    connection: wire.connection,
    limit: 2,
    accept(event) {
      if (when(event) === 3) throw new Error('no filter')
      return true
    },
  })
  const first = batches.next()
  wire.give('1', '2', '3')
  assert.deepEqual((await first).value?.map(when), [1, 2])
  await assert.rejects(batches.next(), /^Error: no filter$/)
  assert.equal((await batches.next()).done, true)
})

test('after a refusal nothing is handled until the supervisor gives it again', async () => {
  const wire = createWire()
  const heard: number[] = []
  let refusals = 1
  const over = listen(
    (event) => {
      heard.push(when(event))
      if (when(event) === 2 && refusals-- > 0) event.fail()
    },
    { connection: wire.connection, failurePauseMs: 0 },
  )
  wire.give('1', '2', '3')
  wire.give('4')
  wire.give('!2', '3', '4')
  assert.deepEqual(heard, [1, 2, 2, 3, 4])
  assert.equal(wire.writes.join(''), `READY 4\n${OK}RESULT 4\nFAILREADY\n${OK.repeat(3)}`)
  wire.end()
  await over
})

test('a result that the supervisor will refuse counts as a refusal', async () => {
  const wire = createWire()
  const heard: number[] = []
  const over = listen(
    (event) => {
      heard.push(when(event))
      event.respond(heard.length === 1 ? 'no' : 'OK')
    },
    { connection: wire.connection },
  )
  wire.give('1', '2')
  wire.give('!1', '2')
  assert.deepEqual(heard, [1, 1, 2])
  wire.end()
  await over
})

test('what is left when stdin ends is not handled: the supervisor has it still', async () => {
  const wire = createWire()
  const heard: number[] = []
  let finish = () => {}
  const over = listen(
    (event) => {
      heard.push(when(event))
      return new Promise<void>((resolve) => {
        finish = resolve
      })
    },
    { connection: wire.connection },
  )
  wire.give('1', '2')
  wire.end()
  finish()
  await over
  assert.deepEqual(heard, [1])
})
