import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Address, connect, request } from '../../support/address.js'
import type { Scratch } from '../../support/scratch.js'
import { waitFor } from '../../support/wait.js'
import type { FakeSupervisor } from '../rpc/fake-supervisor.js'
import { serve } from './served.js'

const prepare = (supervisor: FakeSupervisor, scratch: Scratch) => {
  supervisor.add('web', {
    stdout_logfile: scratch.write('out.log', `${'x'.repeat(2000)}end\n`),
    stderr_logfile: scratch.write('err.log', ''),
  })
  supervisor.add('member', { stdout_logfile: scratch.write('m.log', 'm\n') }, 'group')
  supervisor.add('silent', { stdout_logfile: null })
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
  const { address, scratch } = await serve(context, { prepare })
  const tail = follow(address, '/logtail/web')
  await waitFor(() => tail.text.includes('end\n'), { what: 'the head' })
  assert.match(tail.text, /^HTTP\/1\.1 200 OK\r\n/)
  assert.match(tail.text, /content-type: text\/plain;charset=utf-8\r\n/i)
  assert.match(tail.text, /x-accel-buffering: no\r\n/i)
  assert.match(tail.text, /last-modified: .* GMT\r\n/i)
  assert.match(tail.text, /transfer-encoding: chunked\r\n/i)
  assert.equal(tail.text.match(/x{100,}/)?.[0].length, 1020)
  appendFileSync(scratch.at('out.log'), 'more\n')
  await waitFor(() => tail.text.includes('more\n'), { what: 'new bytes' })
  tail.end()
})

test('stdout, stderr and group members have their own tails (WEB-02)', async (context) => {
  const { address, scratch } = await serve(context, { prepare })
  const errors = follow(address, '/logtail/web/stderr')
  await waitFor(() => errors.text.includes('200 OK'), { what: 'headers before the first byte' })
  appendFileSync(scratch.at('err.log'), 'oops\n')
  await waitFor(() => errors.text.includes('oops\n'), { what: 'the error' })
  const member = follow(address, '/logtail/group:member/stdout')
  await waitFor(() => member.text.includes('m\n'), { what: 'the member' })
  const quoted = follow(address, '/logtail/group%3Amember')
  await waitFor(() => quoted.text.includes('m\n'), { what: 'the quoted name' })
  for (const tail of [errors, member, quoted]) tail.end()
})

test('what has no log is not found, other methods are bad requests (WEB-02, WEB-03)', async (context) => {
  const { address } = await serve(context, { prepare })
  for (const path of [
    '/logtail/nothing',
    '/logtail/group:*',
    '/logtail/group:nothing',
    '/logtail/web/other',
    '/logtail/silent',
    '/logtail/',
    '/logtail',
    '/mainlogtail',
  ]) {
    assert.equal((await request(address, 'GET', path)).status, 404, path)
  }
  assert.equal((await request(address, 'POST', '/logtail/web', { body: 'x' })).status, 400)
  assert.equal((await request(address, 'PUT', '/mainlogtail')).status, 400)
  assert.equal((await request(address, 'HEAD', '/logtail/web')).status, 400)
})

test('the main log is followed under every path that begins so (WEB-03)', async (context) => {
  const { address } = await serve(context, { prepare, mainLog: 'started\n' })
  const tail = follow(address, '/mainlogtail?x')
  await waitFor(() => tail.text.includes('started\n'), { what: 'the main log' })
  assert.doesNotMatch(tail.text, /x-accel-buffering/i)
  tail.end()
})

test('tails end with the daemon, and a client that left is forgotten', async (context) => {
  const { address, supervisor } = await serve(context, { prepare })
  const left = follow(address, '/logtail/web')
  const stayed = follow(address, '/logtail/web')
  await waitFor(() => left.text.includes('end\n') && stayed.text.includes('end\n'), { what: 'both heads' })
  left.end()
  await supervisor.dispose()
  await waitFor(() => stayed.isClosed, { what: 'the end of the tail' })
  assert.match(stayed.text, /0\r\n\r\n$/)
})

test('a client that does not read holds up nothing and misses nothing', async (context) => {
  const { address, scratch } = await serve(context, { prepare })
  const socket = connect(address)
  socket.write('GET /logtail/web HTTP/1.1\r\nHost: x\r\n\r\n')
  await new Promise((resolve) => socket.once('readable', resolve))
  for (let line = 0; line < 200; line++) {
    appendFileSync(scratch.at('out.log'), `${String(line).padStart(9_999, '.')}\n`)
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
