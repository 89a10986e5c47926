// What a client may make the daemon answer: one small call must cost neither its memory nor its time.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { type Address, connect } from '../../support/address.js'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { encodeCall } from '../../support/xmlrpc.js'
import { residentBytes } from './observe.js'

const MEBIBYTE = 1024 * 1024

/** A daemon with a program whose log has so many MiB. */
async function startLogged(context: TestContext, mebibytes: number): Promise<Daemon> {
  const daemon = await startDaemon({
    kind: 'reeve',
    config: '[program:p]\ncommand=sleep 1000\nstartsecs=0\nstdout_logfile=%(here)s/p.log',
  })
  context.after(() => daemon.close())
  await daemon.until('p', 'RUNNING')
  daemon.scratch.write('p.log', `${'x'.repeat(1023)}\n`.repeat(mebibytes * 1024))
  return daemon
}

test('no multicall takes the memory or the time of others: what is too large is told call by call', {
  skip: skipUnless('reeve'),
}, async (context) => {
  const daemon = await startLogged(context, 16)
  // Sixteen MiB for each call: without a limit six GiB, more than Node's memory holds.
  const calls = Array(400).fill({ methodName: 'supervisor.readProcessStdoutLog', params: ['p', 0, 0] })
  const body = encodeCall('system.multicall', [calls])
  const head = `POST /RPC2 HTTP/1.1\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`
  const asking = sendAll(daemon.address, head + body)
  let isOver = false
  const delays: number[] = []
  const other = (async () => {
    while (!isOver) {
      const begin = performance.now()
      await daemon.ask('getState')
      delays.push(performance.now() - begin)
    }
  })()
  const text = await asking
  isOver = true
  await other
  const [read, refused] = [/x{1023}\n/g, /FAILED: not carried out: the results before it are too many/g].map(
    (pattern) => text.match(pattern)?.length ?? 0,
  )
  assert.deepEqual([read, refused], [4 * 16 * 1024, 396])
  assert.ok(residentBytes(daemon.pid) < 1024 * MEBIBYTE)
  context.diagnostic(`others waited up to ${Math.max(...delays)} ms`)
})

test('requests that come all at once are answered one after another, and keep nobody else waiting', {
  skip: skipUnless('reeve'),
}, async (context) => {
  const daemon = await startDaemon({
    kind: 'reeve',
    config:
      '[program:p]\ncommand=sleep 1000\nstartsecs=0\nnumprocs=100\nprocess_name=%(process_num)s\nautostart=false',
  })
  context.after(() => daemon.close())
  const before = residentBytes(daemon.pid)
  const clients = Array.from({ length: 5 }, () => connect(daemon.address))
  context.after(() => {
    for (const client of clients) client.destroy()
  })
  for (const client of clients) client.on('error', () => undefined).pause()
  // Some 1,500 in one piece, each with an answer of 80 kB, of which nothing is read.
  for (const client of clients) client.write('GET /api/v1/programs HTTP/1.1\r\n\r\n'.repeat(2_000))
  for (let round = 0; round < 50; round += 1) {
    const begin = performance.now()
    await daemon.ask('getState')
    assert.ok(performance.now() - begin < 2_000, `answered after ${performance.now() - begin} ms`)
  }
  assert.ok(residentBytes(daemon.pid) - before < 100 * MEBIBYTE)
  const text = await sendAll(
    daemon.address,
    'GET /api/v1 HTTP/1.1\r\n\r\nGET /nothing HTTP/1.1\r\n\r\nGET / HTTP/1.0\r\n\r\n',
  )
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status)
  assert.deepEqual(statuses, ['200', '404', '200'])
})

test('answers that nobody reads are given up where they take too much memory, the largest first', {
  skip: skipUnless('reeve'),
}, async (context) => {
  const daemon = await startLogged(context, 60)
  const body = encodeCall('supervisor.readProcessStdoutLog', ['p', 0, 0])
  const clients: Socket[] = []
  context.after(() => {
    for (const client of clients) client.destroy()
  })
  for (let number = 0; number < 12; number += 1) {
    const client = connect(daemon.address)
    clients.push(client)
    client.on('error', () => undefined)
    client.write(`POST /RPC2 HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
    // The head of its answer has come: the rest waits in the daemon.
    await once(client, 'readable')
    await daemon.ask('getState')
  }
  await daemon.logged(/an answer of which \d{8} bytes were not read is given up to make room for others/, 6)
  // The last one given up is still garbage.
  await waitFor(
    async () => {
      await daemon.ask('getState')
      return residentBytes(daemon.pid) < 900 * MEBIBYTE
    },
    { what: 'the memory to be given back', instead: () => `${residentBytes(daemon.pid)} bytes are resident` },
  )
})

test('slow senders of large bodies take no more than 64 MiB, and small calls are answered meanwhile', {
  skip: skipUnless('reeve'),
}, async (context) => {
  const daemon = await startDaemon({ kind: 'reeve', config: '' })
  context.after(() => daemon.close())
  const before = residentBytes(daemon.pid)
  const clients: Socket[] = []
  context.after(() => {
    for (const client of clients) client.destroy()
  })
  const size = 4_000_000
  const most = Buffer.alloc(size - 1, 'x')
  const begin = (path: string) => {
    const client = connect(daemon.address).on('error', () => undefined)
    clients.push(client)
    client.write(`POST ${path} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n\r\n`)
    return client
  }
  for (let number = 0; number < 16; number += 1) {
    const client = begin('/RPC2')
    await new Promise((resolve) => client.write(most, resolve))
    await daemon.ask('getState')
  }
  for (const path of ['/RPC2', '/api/v1/programs', '/RPC2', '/']) {
    const client = begin(path)
    const [answer] = (await once(client, 'data')) as [Buffer]
    assert.match(answer.toString('latin1'), /^HTTP\/1\.1 503 [\s\S]*retry-after: 10\r\n/i)
    client.destroy()
  }
  assert.ok(residentBytes(daemon.pid) - before < 300 * MEBIBYTE)
  for (const client of clients) client.destroy()
  const body = encodeCall('supervisor.sendRemoteCommEvent', ['type', 'x'.repeat(3_000_000)])
  await waitFor(async () => (await daemon.http('POST', '/RPC2', { body })).status === 200, {
    what: 'room again',
  })
})

/** All that comes back until the server closes. */
async function sendAll(address: Address, requests: string): Promise<string> {
  const socket = connect(address)
  const pieces: string[] = []
  socket.setEncoding('latin1').on('data', (piece: string) => pieces.push(piece))
  socket.write(requests)
  await once(socket, 'end')
  return pieces.join('')
}
