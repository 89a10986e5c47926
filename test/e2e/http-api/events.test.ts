import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitFor } from '../../support/wait.js'
import { EventsClient, serveAll, skip } from './client.js'

const served = serveAll(
  '[program:web]\ncommand=sleep 1000\nstartsecs=0\n[program:other]\ncommand=sleep 1000\nstartsecs=0',
  'other',
)

const restart = (name: string) => served.ask('POST', `/programs/${name}/restart`)

test('a stream begins with hello and all programs, then tells each change as a whole record', {
  skip,
}, async (context) => {
  const client = new EventsClient(served.daemon.address, '?snapshot=true')
  context.after(() => client.close())
  const { data } = await client.next('programs')
  assert.deepEqual(
    data.programs.map((one: { namespec: string }) => one.namespec),
    ['other', 'web'],
  )
  assert.equal(client.events[0]?.event, 'hello')
  const before = Date.now()
  const { body } = await restart('web')
  const change = await client.next('program', (one) => one.pid === body.pid && one.state === 'RUNNING')
  assert.ok(Date.now() - before < 5_000)
  assert.equal(change.data.namespec, 'web')
  assert.ok(change.data.revision > data.revision)
})

test('a stream can be about some programs and some types only', { skip }, async (context) => {
  const client = new EventsClient(served.daemon.address, '?types=PROCESS_STATE_RUNNING&programs=web')
  context.after(() => client.close())
  await client.next('hello')
  await restart('other')
  await restart('web')
  const { data } = await client.next('event')
  assert.equal(data.type, 'PROCESS_STATE_RUNNING')
  assert.match(data.payload, /^processname:web groupname:web from_state:STARTING pid:\d+$/)
  assert.equal(client.events.length, 2)
})

test('a client that comes back is told what it missed, and only that', { skip }, async (context) => {
  const first = new EventsClient(served.daemon.address, '')
  await first.next('hello')
  const { body } = await restart('web')
  const { id = '' } = await first.next('program', (one) => one.pid === body.pid)
  first.close()
  const missed = await restart('other')
  const second = new EventsClient(served.daemon.address, '?snapshot=true', { 'Last-Event-ID': id })
  context.after(() => second.close())
  await second.next('program', (one) => one.pid === missed.body.pid && one.state === 'RUNNING')
  assert.equal(second.events[0]?.data.resumed, true)
  assert.ok(second.events.every((one) => one.event !== 'programs' && one.event !== 'reset'))
  assert.ok(second.events.slice(1).every((one) => one.data.pid !== body.pid || one.data.namespec !== 'web'))
})

test('a client that was away for too long, or in another run, is told to read everything again', {
  skip,
}, async (context) => {
  for (const id of ['00000000-1', 'nonsense', '']) {
    const client = new EventsClient(served.daemon.address, '?snapshot=1', { 'Last-Event-ID': id })
    context.after(() => client.close())
    await client.next('programs')
    assert.deepEqual(
      client.events.map((one) => one.event),
      ['hello', 'reset', 'programs'],
    )
  }
})

test('groups that come and go are told of', { skip }, async (context) => {
  const client = new EventsClient(served.daemon.address, '')
  context.after(() => client.close())
  await client.next('hello')
  const config = served.daemon.scratch.read('c.conf')
  served.daemon.scratch.write('c.conf', `${config}\n[program:late]\ncommand=sleep 1000\nstartsecs=0\n`)
  await served.daemon.ask('reloadConfig')
  await served.daemon.ask('addProcessGroup', 'late')
  const added = await client.next('group')
  assert.equal(added.data.name, 'late')
  assert.equal(added.data.programs[0].namespec, 'late')
  await served.daemon.until('late', 'RUNNING')
  await served.daemon.ask('stopProcess', 'late')
  await served.daemon.ask('removeProcessGroup', 'late')
  assert.deepEqual((await client.next('group-removed')).data, { name: 'late' })
})

test('a client that does not read is let go and counted; the others get everything', {
  skip,
}, async (context) => {
  const slow = new EventsClient(served.daemon.address, '?types=REMOTE_COMMUNICATION')
  const quick = new EventsClient(served.daemon.address, '?types=REMOTE_COMMUNICATION')
  context.after(() => {
    slow.close()
    quick.close()
  })
  await slow.next('hello')
  await quick.next('hello')
  slow.socket.pause()
  const text = 'x'.repeat(16_000)
  const dropped = async () => (await served.ask('GET', '')).body.streams.dropped
  for (let sent = 0; sent < 150; sent++) {
    await served.daemon.ask('sendRemoteCommEvent', 'test', text)
    // Once it is let go it has some seconds to take its farewell.
    if (slow.socket.isPaused() && (await dropped()) === 1) slow.socket.resume()
  }
  await quick.until((events) => events.length === 151)
  assert.equal(await dropped(), 1)
  await slow.end()
  assert.deepEqual(slow.events.at(-1), { id: undefined, event: 'end', data: { reason: 'slow' } })
})

test('streams end with a word when the daemon leaves', { skip }, async () => {
  const client = new EventsClient(served.daemon.address, '')
  await client.next('hello')
  await waitFor(async () => (await served.ask('GET', '')).body.streams.open >= 1, {
    what: 'a stream',
  })
  assert.deepEqual((await served.ask('POST', '/shutdown')).body, { accepted: true })
  assert.equal((await client.next('daemon')).data.state, 'SHUTDOWN')
  await client.end()
  assert.equal(client.events.at(-1)?.event, 'end')
  assert.equal(await served.daemon.exit(), 0)
})
