import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Harness } from 'reeve/testing'
import { type Address, connect, request } from '../../support/address.js'
import { waitFor } from '../../support/wait.js'
import { program, serve } from './served.js'

const CONFIG =
  program('web', 'autostart=true\nstdout_logfile=%(here)s/out\nstderr_logfile=%(here)s/err') +
  '[group:group]\nprograms=member\n' +
  program('member', 'autostart=true\nstdout_logfile=%(here)s/member') +
  program('silent', 'stdout_logfile=NONE')

/** Lets a program write, as much as its pipe takes at a time, and its log be read. */
async function say(harness: Harness, name: string, text: string, channel: 'stdout' | 'stderr' = 'stdout') {
  for (let rest = Buffer.from(text); rest.length > 0; ) {
    rest = rest.subarray(harness.child(name).write(channel, rest))
    await harness.advance(1_000)
  }
}

async function serveTails(context: TestContext) {
  const served = await serve(context, { config: CONFIG, turnMs: 10 })
  // The plugin itself asks the disk when a log was written; the bytes are in memory.
  for (const name of ['out', 'err', 'member']) writeFileSync(join(served.harness.here, name), '')
  writeFileSync(served.supervisor.mainLog.path ?? '', '')
  await say(served.harness, 'web', `${'x'.repeat(2000)}end\n`)
  await say(served.harness, 'group:member', 'm\n')
  return served
}

/** Collects what a tail sends. */
function follow(address: Address, path: string) {
  const socket = connect(address)
  const tail = { text: '', isClosed: false, end: () => socket.destroy() }
  socket.on('data', (bytes) => {
    tail.text += bytes.toString()
  })
  socket.on('close', () => {
    tail.isClosed = true
  })
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
  return tail
}

test('a tail begins with the last 1,024 bytes and goes on (WEB-20, WEB-21)', async (context) => {
  const { address, harness } = await serveTails(context)
  const tail = follow(address, '/logtail/web')
  await waitFor(() => tail.text.includes('end\n'), { what: 'the head' })
  assert.match(tail.text, /^HTTP\/1\.1 200 OK\r\n/)
  assert.match(tail.text, /content-type: text\/plain;charset=utf-8\r\n/i)
  assert.match(tail.text, /x-accel-buffering: no\r\n/i)
  assert.match(tail.text, /last-modified: .* GMT\r\n/i)
  assert.match(tail.text, /transfer-encoding: chunked\r\n/i)
  assert.equal(tail.text.match(/x{100,}/)?.[0].length, 1020)
  await say(harness, 'web', 'more\n')
  await waitFor(() => tail.text.includes('more\n'), { what: 'new bytes' })
  tail.end()
})

test('stdout, stderr and group members have their own tails (WEB-02)', async (context) => {
  const { address, harness } = await serveTails(context)
  const errors = follow(address, '/logtail/web/stderr')
  await waitFor(() => errors.text.includes('200 OK'), { what: 'headers before the first byte' })
  await say(harness, 'web', 'oops\n', 'stderr')
  await waitFor(() => errors.text.includes('oops\n'), { what: 'the error' })
  const member = follow(address, '/logtail/group:member/stdout')
  await waitFor(() => member.text.includes('m\n'), { what: 'the member' })
  const quoted = follow(address, '/logtail/group%3Amember')
  await waitFor(() => quoted.text.includes('m\n'), { what: 'the quoted name' })
  for (const tail of [errors, member, quoted]) tail.end()
})

test('what has no log is not found, other methods are bad requests (WEB-02, WEB-03)', async (context) => {
  const { address } = await serveTails(context)
  for (const path of [
    '/logtail/nothing',
    '/logtail/group:*',
    '/logtail/group:nothing',
    '/logtail/web/other',
    '/logtail/silent',
    '/logtail/',
    '/logtail',
  ]) {
    assert.equal((await request(address, 'GET', path)).status, 404, path)
  }
  assert.equal((await request(address, 'POST', '/logtail/web', { body: 'x' })).status, 400)
  assert.equal((await request(address, 'PUT', '/mainlogtail')).status, 400)
  assert.equal((await request(address, 'HEAD', '/logtail/web')).status, 400)
})

test('the main log is followed under every path that begins so (WEB-03)', async (context) => {
  const { address, supervisor } = await serveTails(context)
  supervisor.log.info('started')
  const tail = follow(address, '/mainlogtail?x')
  await waitFor(() => tail.text.includes('started\n'), { what: 'the main log' })
  assert.doesNotMatch(tail.text, /x-accel-buffering/i)
  tail.end()
})

test('tails end with the daemon, and a client that left is forgotten', async (context) => {
  const { address, stop } = await serveTails(context)
  const left = follow(address, '/logtail/web')
  const stayed = follow(address, '/logtail/web')
  await waitFor(() => left.text.includes('end\n') && stayed.text.includes('end\n'), { what: 'both heads' })
  left.end()
  await stop()
  await waitFor(() => stayed.isClosed, { what: 'the end of the tail' })
  assert.match(stayed.text, /0\r\n\r\n$/)
})

test('a client that does not read holds up nothing and misses nothing', async (context) => {
  const { address, harness } = await serveTails(context)
  const socket = connect(address)
  socket.write('GET /logtail/web HTTP/1.1\r\nHost: x\r\n\r\n')
  await new Promise((resolve) => socket.once('readable', resolve))
  for (let line = 0; line < 200; line++) {
    await say(harness, 'web', `${String(line).padStart(9_999, '.')}\n`)
  }
  let text = ''
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1')
  })
  await waitFor(() => text.includes('199\n'), {
    what: 'the last line',
    instead: () => `${text.length} bytes`,
  })
  const body = text.replace(/\r\n[0-9a-f]+\r\n/g, '')
  for (let line = 0; line < 200; line++) assert.ok(body.includes(`.${line}\n`), `line ${line}`)
  socket.destroy()
})
