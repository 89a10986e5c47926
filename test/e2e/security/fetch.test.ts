// Scripts that use the fetch of a runtime: it looks a little like a browser's, and is none.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { request } from '../../support/address.js'
import { skipUnless } from '../../support/systems.js'
import { encodeCall } from '../../support/xmlrpc.js'
import { startInet } from './servers.js'

const skip = skipUnless('reeve')

/** What Deno 2.9 and Bun 1.4 send, as a server saw it; Node's is asked here. */
const RUNTIMES = [
  { Accept: '*/*', 'Accept-Language': '*', 'User-Agent': 'Deno/2.9.6', 'Accept-Encoding': 'gzip,br' },
  { Accept: '*/*', 'User-Agent': 'Bun/1.4.5', 'Accept-Encoding': 'gzip, deflate, br, zstd' },
]

const ADDRESSES = ['/?action=stop&processname=web', '/index.html?action=start&processname=web']
const MESSAGES = ['Process web stopped', 'Process web started']

test('scripts with the fetch of Node, Deno or Bun follow the links of the pages (EDGE-38, WEB-33)', {
  skip,
}, async (context) => {
  const { daemon, port } = await startInet(context)
  await daemon.until('web', 'RUNNING')
  const own = `http://127.0.0.1:${port}`
  const messageOf = (location: string) => new URL(location).searchParams.get('message')
  for (const [index, path] of ADDRESSES.entries()) {
    const answer = await fetch(`${own}${path}`, { redirect: 'manual' })
    assert.equal(answer.status, 301)
    assert.equal(messageOf(answer.headers.get('location') ?? ''), MESSAGES[index])
  }
  const page = await fetch(`${own}/index.html?action=clearlog&processname=web`)
  assert.match(await page.text(), /Log for web cleared/)
  for (const headers of RUNTIMES) {
    for (const [index, path] of ADDRESSES.entries()) {
      const answer = await request({ host: '127.0.0.1', port }, 'GET', path, {
        headers: { Host: `127.0.0.1:${port}`, ...headers },
      })
      assert.equal(answer.status, 301, JSON.stringify(headers))
      assert.equal(messageOf(String(answer.headers.location)), MESSAGES[index])
    }
  }
})

test('scripts with the fetch of Node change something by XML-RPC and by the API, without a token', {
  skip,
}, async (context) => {
  const { daemon, port } = await startInet(context)
  await daemon.until('web', 'RUNNING')
  const own = `http://127.0.0.1:${port}`
  const call = await fetch(`${own}/RPC2`, {
    method: 'POST',
    body: encodeCall('supervisor.stopProcess', ['web']),
    headers: { 'content-type': 'text/xml' },
  })
  assert.equal(call.status, 200)
  assert.equal((await daemon.info('web')).statename, 'STOPPED')
  const start = await fetch(`${own}/api/v1/programs/web/start`, { method: 'POST' })
  assert.equal(start.status, 200, await start.text())
  assert.equal((await daemon.info('web')).statename, 'RUNNING')
})
