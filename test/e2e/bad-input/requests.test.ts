import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { type Address, connect, exchange, freePort, request } from '../../support/address.js'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor, within } from '../../support/wait.js'
import { decodeOutcome } from '../../support/xmlrpc.js'
import { call, FAULTY, MALFORMED } from './calls.js'
import { openDescriptors, residentBytes } from './observe.js'

const HUNDRED_MEGABYTES = 100_000_000
const skip = skipUnless('reeve')

let daemon: Daemon
let inet: Address
let pid: number
/** Of the daemon, with hardly any connection. */
let descriptors: number

before(async () => {
  if (skip) return
  const port = await freePort()
  inet = { host: '127.0.0.1', port }
  daemon = await startDaemon({
    kind: 'reeve',
    config: `[inet_http_server]\nport=127.0.0.1:${port}\n[program:a]\ncommand=sleep 1000\n`,
  })
  pid = (await daemon.until('a', 'RUNNING')).pid
  descriptors = openDescriptors(daemon.pid)
})

after(() => daemon?.close())

/** Everything is as it was: the same daemon, the same program. */
async function assertUnharmed(): Promise<void> {
  assert.equal(await daemon.ask('getPID'), daemon.pid)
  assert.equal((await daemon.info('a')).pid, pid)
}

for (const [what, body] of MALFORMED) {
  test(`${what} instead of a call is 400 and one line in the log (RPC-03, MSG-13)`, { skip }, async () => {
    const lines = () => daemon.matching(/ERRO XML-RPC request data .* is invalid: /).length
    const count = lines()
    const answer = await daemon.http('POST', '/RPC2', { body })
    assert.equal(answer.status, 400)
    await waitFor(() => lines() === count + 1, {
      what: 'the line',
      instead: () => daemon.log.text.slice(-2_000),
    })
    assert.ok((daemon.log.all.at(-1) ?? '').length < 10_000)
    await assertUnharmed()
  })
}

for (const [what, body, fault] of FAULTY) {
  test(`a call with ${what} is fault ${fault} (RPC-06, RPC-07)`, { skip }, async () => {
    const answer = await daemon.http('POST', '/RPC2', { body })
    assert.equal(answer.status, 200)
    const outcome = decodeOutcome(answer.body.toString())
    assert.equal('fault' in outcome && outcome.fault, fault, JSON.stringify(outcome).slice(0, 500))
    await assertUnharmed()
  })
}

/** A client that sends all before it looks for the answer, as most do; returns the status. */
async function sendBody(address: Address, head: string, chunk: Buffer, times: number): Promise<number> {
  const socket = connect(address)
  const answer = once(socket, 'data') as Promise<[Buffer]>
  answer.catch(() => {})
  try {
    socket.write(`POST /RPC2 HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n`)
    for (let sent = 0; sent < times; sent++) {
      if (!socket.write(chunk)) await once(socket, 'drain')
    }
    const [bytes] = await within(answer, { what: 'an answer' })
    return Number(bytes.toString('latin1').split(' ')[1])
  } finally {
    socket.destroy()
  }
}

test('a body of 100 MB is 413 on both sockets, and the memory stays where it was', { skip }, async () => {
  const chunk = Buffer.alloc(1_000_000, 'x')
  const length = `Content-Length: ${HUNDRED_MEGABYTES}`
  const before = residentBytes(daemon.pid)
  for (const address of [daemon.address, inet]) {
    for (const connection of ['keep-alive', 'close']) {
      const head = `Connection: ${connection}\r\n${length}`
      assert.equal(await sendBody(address, head, chunk, 100), 413, connection)
    }
  }
  // Node collects the pieces of bodies, 64 MB at a time; none of the four is ever there as a whole.
  const grown = residentBytes(daemon.pid) - before
  assert.ok(grown < HUNDRED_MEGABYTES, `${grown} bytes more`)
  await assertUnharmed()
})

test('100 MB without a length are 411, and the memory stays where it was (RPC-02)', { skip }, async () => {
  const before = residentBytes(daemon.pid)
  const chunk = Buffer.concat([Buffer.from('f4240\r\n'), Buffer.alloc(1_000_000, 'x'), Buffer.from('\r\n')])
  assert.equal(await sendBody(inet, 'Transfer-Encoding: chunked', chunk, 100), 411)
  const grown = residentBytes(daemon.pid) - before
  assert.ok(grown < HUNDRED_MEGABYTES, `${grown} bytes more`)
})

const ODD_HEADS: readonly (readonly [what: string, head: string, status: number])[] = [
  ['a negative length', 'POST /RPC2 HTTP/1.1\r\nContent-Length: -5', 400],
  ['a length beyond all numbers', 'POST /RPC2 HTTP/1.1\r\nContent-Length: 99999999999999999999', 400],
  ['two lengths', 'POST /RPC2 HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6', 400],
  ['a length and chunks', 'POST /RPC2 HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked', 400],
  ['headers of 100 KB', `GET / HTTP/1.1\r\nX: ${'y'.repeat(100_000)}`, 431],
  ['a path that cannot be decoded', 'GET /%zz%ff HTTP/1.1\r\nConnection: close', 404],
  ['a path that leads out', 'GET /../../../etc/passwd HTTP/1.1\r\nConnection: close', 404],
  ['an unknown version', 'GET / HTTP/9.9', 400],
  ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
]

for (const [what, head, status] of ODD_HEADS) {
  test(`a request with ${what} is ${status} (WEB-10)`, { skip }, async () => {
    const answer = await exchange(inet, `${head}\r\n\r\n`)
    assert.equal(answer.status, status)
    await assertUnharmed()
  })
}

/** The same junk in every run. */
function* junk(seed: number): Generator<Buffer> {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 16
  }
  for (;;) yield Buffer.from(Array.from({ length: 1 + (next() % 3_000) }, next))
}

test('three hundred connections of random bytes harm nobody', { skip }, async () => {
  const bytes = junk(20_261_121)
  for (let index = 0; index < 300; index++) {
    const socket = connect(index % 2 === 0 ? daemon.address : inet)
    socket.on('error', () => {})
    const closed = once(socket, 'close')
    const prefix = index % 3 === 0 ? 'POST /RPC2 HTTP/1.1\r\nContent-Length: 3000\r\n\r\n' : ''
    socket.resume().write(prefix)
    socket.end(bytes.next().value)
    await within(closed, { what: `connection ${index} to be closed` })
  }
  await waitFor(() => openDescriptors(daemon.pid) <= descriptors, { what: 'the connections to be forgotten' })
  await assertUnharmed()
})

test('two hundred clients that stop in the middle of a request delay nobody, and leave nothing', {
  skip,
}, async () => {
  const halves = [
    'POST /RPC2 HTT',
    'POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Le',
    'POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n<methodCall>',
    '',
  ]
  const clients: Socket[] = []
  for (let index = 0; index < 200; index++) {
    const socket = connect(index % 2 === 0 ? daemon.address : inet)
    await once(socket, 'connect')
    socket.on('error', () => {}).write(halves[index % halves.length] ?? '')
    clients.push(socket)
  }
  await waitFor(() => openDescriptors(daemon.pid) >= 200, { what: 'all to be connected' })
  await assertUnharmed()
  assert.equal((await request(inet, 'POST', '/RPC2', { body: call('supervisor.getPID') })).status, 200)
  for (const client of clients) client.destroy()
  await waitFor(() => openDescriptors(daemon.pid) <= descriptors, { what: 'the connections to be forgotten' })
})
