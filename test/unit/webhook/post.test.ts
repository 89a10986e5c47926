// One POST against targets that misbehave, each in its way: it ends in time, and says why.

import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { createSystemClock } from '../../../core/clock/system-clock.js'
import { type PostOutcome, post } from '../../../plugins/webhook/post.js'
import { waitFor } from '../../support/wait.js'
import { type Answer, startTarget } from './target.js'

const clock = createSystemClock()

function postTo(url: string, timeoutMs = 5_000): Promise<PostOutcome> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer t' }
  return post({ url: new URL(url), body: '{"a":"é"}', headers, timeoutMs, ca: undefined }, clock).outcome
}

async function against(answer: Answer, timeoutMs?: number): Promise<PostOutcome> {
  const target = await startTarget(answer)
  try {
    const outcome = await postTo(`${target.url}/x?y=1`, timeoutMs)
    await waitFor(() => target.open === 0, { what: 'the connection to be closed' })
    return outcome
  } finally {
    await target.close()
  }
}

test('a POST that is taken carries its body, path and headers', async () => {
  const target = await startTarget((response) => response.writeHead(204).end())
  assert.deepEqual(await postTo(`${target.url}/x?y=1`), { ok: true })
  const [received] = target.received
  assert.equal(received?.body, '{"a":"é"}')
  assert.equal(received?.path, '/x?y=1')
  assert.equal(received?.headers.authorization, 'Bearer t')
  assert.equal(received?.headers['content-length'], '10')
  await target.close()
})

test('a target that never answers is given up after the timeout', async () => {
  assert.deepEqual(await against(() => undefined, 100), {
    ok: false,
    reason: 'no answer in 0.1 seconds',
    retryable: true,
  })
})

test('headers that trickle for ever are given up after the timeout', async () => {
  const outcome = await against((response) => {
    const socket = response.socket
    socket?.write('HTTP/1.1 200 OK\r\n')
    const drip = setInterval(() => socket?.write('x: y\r\n'), 10)
    socket?.on('close', () => clearInterval(drip))
  }, 150)
  assert.ok(!outcome.ok && outcome.retryable)
})

test('an endless body is not read', async () => {
  let written = 0
  const outcome = await against((response) => {
    response.writeHead(200)
    const chunk = Buffer.alloc(65_536)
    const pour = () => {
      while (!response.destroyed && written < 2 ** 30) {
        written += chunk.length
        if (!response.write(chunk)) {
          response.once('drain', pour)
          return
        }
      }
    }
    response.on('error', () => undefined)
    pour()
  })
  assert.deepEqual(outcome, { ok: true })
  assert.ok(written < 64 * 2 ** 20, `${written} bytes were poured`)
})

test('statuses that pass are tried again, others are not', async () => {
  const judged = async (status: number, headers = {}) => {
    const outcome = await against((response) => response.writeHead(status, headers).end('garbage'))
    assert.ok(!outcome.ok)
    return outcome
  }
  for (const status of [500, 502, 503, 408, 429]) assert.equal((await judged(status)).retryable, true)
  for (const status of [400, 401, 404, 410, 413]) {
    assert.deepEqual(await judged(status), { ok: false, reason: `status ${status}`, retryable: false })
  }
  assert.equal((await judged(429, { 'retry-after': '7' })).retryAfterMs, 7_000)
  assert.equal((await judged(503, { 'retry-after': '999999999' })).retryAfterMs, 300_000)
  assert.equal((await judged(503, { 'retry-after': 'soon' })).retryAfterMs, undefined)
})

test('redirects of a POST are followed on the same host, at most three', async () => {
  const target = await startTarget((response, request, count) => {
    if (request.url === '/end') response.writeHead(200).end()
    else response.writeHead(count % 2 === 0 ? 307 : 308, { location: count < 3 ? '/on' : '/end' }).end()
  })
  assert.deepEqual(await postTo(`${target.url}/start`), { ok: true })
  assert.deepEqual(
    target.received.map(({ path }) => path),
    ['/start', '/on', '/on', '/end'],
  )
  assert.ok(target.received.every(({ body }) => body === '{"a":"é"}'))
  await target.close()
  const loop = await against((response) => response.writeHead(307, { location: '/again' }).end())
  assert.deepEqual(loop, { ok: false, reason: 'more than 3 redirects', retryable: false })
})

test('redirects elsewhere, to nowhere or to a GET are refusals, and nothing is sent there', async () => {
  const other = await startTarget((response) => response.writeHead(200).end())
  const elsewhere = other.url.replace('127.0.0.1', 'localhost')
  for (const [location, reason] of [
    [`${elsewhere}/x`, /^a redirect to http:\/\/localhost:\d+, which is not followed/],
    ['http://[', /to nowhere/],
    ['ftp://127.0.0.1/x', /redirect to ftp:/],
  ] as const) {
    const outcome = await against((response) => response.writeHead(308, { location }).end())
    assert.ok(!outcome.ok && !outcome.retryable)
    assert.match(outcome.reason, reason)
  }
  const found = await against((response) => response.writeHead(302, { location: '/x' }).end())
  assert.ok(!found.ok && !found.retryable)
  assert.equal(other.received.length, 0)
  await other.close()
})

test('what is no HTTP, a connection that closes or is refused, an unknown host: each has its reason', async () => {
  const talk = async (words: string | null) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).resume()
      if (words === null) socket.destroy()
      else socket.end(words)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    assert.ok(address !== null && typeof address === 'object')
    const outcome = await postTo(`http://127.0.0.1:${address.port}/`)
    await new Promise((resolve) => server.close(resolve))
    assert.ok(!outcome.ok && outcome.retryable)
    return outcome.reason
  }
  assert.match(await talk('\x00garbage\r\n\r\n'), /^the answer is no HTTP \(HPE_/)
  assert.match(
    await talk(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`),
    /^(the answer is no HTTP \(HPE_HEADER_OVERFLOW|ECONN|EPIPE)/,
  )
  assert.match(await talk(null), /^(ECONNRESET|EPIPE)/)
  const refused = await postTo('http://127.0.0.1:1/')
  assert.equal(!refused.ok && refused.reason, 'ECONNREFUSED')
  const unknown = await postTo('http://no-such-host.invalid/', 10_000)
  assert.ok(!unknown.ok && unknown.retryable)
})

test('a target without TLS behind https, and one whose certificate nobody signed, are refused', async () => {
  const target = await startTarget((response) => response.writeHead(200).end())
  const outcome = await postTo(target.url.replace('http:', 'https:'))
  assert.ok(!outcome.ok && outcome.retryable)
  assert.equal(target.received.length, 0)
  await target.close()
})
