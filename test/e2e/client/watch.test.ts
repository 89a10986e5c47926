import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient, faultOf, type WatchUpdate } from '../../../sdk/client/index.js'
import { startDaemon } from '../../support/daemon.js'
import { type Kind, skipUnless } from '../../support/systems.js'
import { within } from '../../support/wait.js'

const CONFIG = [
  '[program:a]\ncommand=sleep 1000\nstartsecs=0',
  // A program that ends at once may do so before Supervisor has answered, which then is a fault.
  '[program:b]\ncommand=sh -c "until [ -e %(here)s/go ]; do sleep 0.02; done; exit 3"',
  'startsecs=0\nautostart=false\nautorestart=false',
].join('\n')

/** Updates one after another, until one is as wanted. */
function reader(updates: AsyncIterable<WatchUpdate>) {
  const iterator = updates[Symbol.asyncIterator]()
  return async (isIt: (update: WatchUpdate) => boolean): Promise<WatchUpdate> => {
    for (;;) {
      const { value, done } = await within(iterator.next(), { what: 'an update' })
      if (done === true) throw new Error('the watch has ended')
      if (isIt(value)) return value
    }
  }
}

for (const [kind, mode] of [
  ['reeve', 'events'],
  ['supervisor', 'poll'],
] as const satisfies readonly (readonly [Kind, string])[]) {
  test(`watch() tells changes of ${kind} by ${mode}, and says so`, { skip: skipUnless(kind) }, async () => {
    const daemon = await startDaemon({ kind, config: CONFIG })
    const client = createClient({ serverurl: `unix://${daemon.scratch.at('s.sock')}` })
    const abort = new AbortController()
    try {
      await daemon.until('a', 'RUNNING')
      const watch = client.watch({ signal: abort.signal, intervalMs: 50 })
      assert.equal(watch.mode, null)
      const next = reader(watch)
      const first = await next(() => true)
      assert.equal(watch.mode, mode)
      assert.deepEqual([...first.programs.keys()], ['a', 'b'])
      assert.equal(first.changed.length, 2)
      assert.equal(first.connected, true)
      assert.equal(first.programs.get('a')?.state, 'RUNNING')
      assert.equal(first.programs.get('b')?.startedAt, null)
      assert.equal(first.programs.get('b')?.exitStatus, null)

      await client.supervisor.startProcess('b')
      daemon.scratch.write('go', '')
      const ended = await next(({ programs }) => programs.get('b')?.state === 'EXITED')
      assert.deepEqual(
        ended.changed.map(({ namespec }) => namespec),
        ['b'],
      )
      assert.equal(ended.programs.get('b')?.exitStatus, 3)
      assert.equal(ended.programs.get('b')?.restarts, mode === 'poll' ? null : 0)

      await client.supervisor.removeProcessGroup('b')
      const removed = await next((update) => update.removed.length > 0)
      assert.deepEqual(removed.removed, ['b'])
      await client.supervisor.addProcessGroup('b')
      await next(({ programs }) => programs.has('b'))

      abort.abort()
      await assert.rejects(
        next(() => true),
        /has ended/,
      )
    } finally {
      client.close()
      await daemon.close()
    }
  })
}

test('a watch outlives a restart of the daemon, and says that it was away', {
  skip: skipUnless('reeve'),
}, async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: CONFIG })
  const client = createClient({ serverurl: `unix://${daemon.scratch.at('s.sock')}` })
  const abort = new AbortController()
  try {
    const next = reader(client.watch({ signal: abort.signal }))
    const first = await next(({ programs }) => programs.get('a')?.state === 'RUNNING')
    await client.supervisor.restart()
    const lost = await next(({ connected }) => !connected)
    assert.ok(lost.error)
    const back = await next(
      ({ connected, programs }) =>
        connected &&
        programs.get('a')?.state === 'RUNNING' &&
        programs.get('a')?.pid !== first.programs.get('a')?.pid,
    )
    assert.equal(back.error, null)
  } finally {
    abort.abort()
    client.close()
    await daemon.close()
  }
})

test('faults are told apart by name, and the JSON API by its own', {
  skip: skipUnless('reeve'),
}, async () => {
  const daemon = await startDaemon({ kind: 'reeve', config: CONFIG })
  const client = createClient({ serverurl: `unix://${daemon.scratch.at('s.sock')}` })
  try {
    const error = await client.supervisor.stopProcess('b').catch((failure: unknown) => failure)
    assert.equal(faultOf(error, 'stopProcess'), 'NOT_RUNNING')
    assert.equal(faultOf(error, 'getState'), undefined)
    assert.equal(faultOf(new Error('other'), 'stopProcess'), undefined)
    const record = await client.api<{ state: string }>('GET', '/programs/b')
    assert.equal(record.state, 'STOPPED')
    await assert.rejects(client.api('POST', '/programs/b/stop'), {
      name: 'ApiError',
      status: 409,
      fault: 'NOT_RUNNING',
    })
    const ended = client.with({ signal: AbortSignal.abort() })
    await assert.rejects(ended.supervisor.getState(), { name: 'AbortError' })
  } finally {
    client.close()
    await daemon.close()
  }
})

test('a server without the API is told from one that refuses', {
  skip: skipUnless('supervisor'),
}, async () => {
  const daemon = await startDaemon({ kind: 'supervisor', config: CONFIG })
  const client = createClient({ serverurl: `unix://${daemon.scratch.at('s.sock')}` })
  try {
    await assert.rejects(client.api('GET', '/programs'), { name: 'HttpStatusError', status: 404 })
  } finally {
    client.close()
    await daemon.close()
  }
})
