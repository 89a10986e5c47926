import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type BatchOptions,
  isEvent,
  type ListenerEvent,
  listenInBatches,
} from '../../../sdk/listener/index.js'
import { createFakeSupervisor } from '../../../sdk/listener/testing/index.js'

/** Timers that the test lets ring. */
function manual() {
  const pending = new Map<object, { readonly callback: () => void; readonly milliseconds: number }>()
  return {
    set(callback: () => void, milliseconds: number) {
      const timer = {}
      pending.set(timer, { callback, milliseconds })
      return timer
    },
    clear: (timer: unknown) => void pending.delete(timer as object),
    delays: () => [...pending.values()].map(({ milliseconds }) => milliseconds),
    ring() {
      for (const { callback } of pending.values()) callback()
      pending.clear()
    },
  }
}

function start(options: BatchOptions) {
  const supervisor = createFakeSupervisor()
  const timers = manual()
  const batches = listenInBatches({ ...options, connection: supervisor.connection }, timers)
  return { supervisor, timers, next: async () => names((await batches.next()).value ?? []), batches }
}

const names = (batch: readonly ListenerEvent[]) =>
  batch.map((event) => (isEvent(event, 'PROCESS_STATE') ? event.processName : event.type))

test('a batch is complete some seconds after its first event, and every event is OK at once', async () => {
  const { supervisor, timers, next } = start({ seconds: 30 })
  const first = next()
  assert.equal(await supervisor.send('PROCESS_STATE_EXITED', { processName: 'a' }), 'OK')
  assert.equal(await supervisor.send('PROCESS_STATE_EXITED', { processName: 'b' }), 'OK')
  assert.deepEqual(timers.delays(), [30_000])
  timers.ring()
  assert.deepEqual(await first, ['a', 'b'])
  assert.equal(await supervisor.send('PROCESS_STATE_EXITED', { processName: 'c' }), 'OK')
  supervisor.end()
  assert.deepEqual(await next(), ['c'], 'the last batch comes at the end')
  assert.deepEqual(await next(), [])
  assert.deepEqual(timers.delays(), [])
})

test('a tick may complete a batch; what is not accepted is forgotten, and no batch is empty', async () => {
  const { supervisor, next } = start({
    accept: (event) => event.type === 'PROCESS_STATE_EXITED' && !event.expected,
    until: ({ type }) => type === 'TICK_60',
  })
  const first = next()
  await supervisor.send('TICK_60')
  await supervisor.send('PROCESS_STATE_EXITED', { processName: 'a', expected: true })
  await supervisor.send('TICK_60')
  await supervisor.send('PROCESS_STATE_EXITED', { processName: 'b' })
  await supervisor.send('TICK_60')
  assert.deepEqual(await first, ['b'])
  supervisor.end()
  assert.deepEqual(await next(), [])
})

test('while a full batch waits to be taken no more is read: the supervisor keeps the rest', async () => {
  const { supervisor, next } = start({ limit: 2 })
  const first = next()
  await supervisor.send('TICK_5')
  await supervisor.send('TICK_60')
  assert.deepEqual(await first, ['TICK_5', 'TICK_60'])
  const second = next()
  await supervisor.send('TICK_5')
  await supervisor.send('TICK_60')
  const waiting = supervisor.send('TICK_3600')
  assert.deepEqual(await second, ['TICK_5', 'TICK_60'])
  assert.equal(await waiting, 'OK')
  supervisor.end()
  assert.deepEqual(await next(), ['TICK_3600'])
})
