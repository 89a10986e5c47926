import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isBrowser, isCrossSite } from '../../../sdk/index.js'
import { encodeCall } from '../../support/xmlrpc.js'
import { program } from '../http/served.js'
import { messageOf, servePages, tokenOf } from './pages.js'

const START = '/index.html?processname=web&action=start'

const FOREIGN = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://localhost' },
  { Origin: 'http://evil.example' },
  { Origin: 'http://localhost:8080' },
  { Origin: 'null' },
]
const OWN = [
  {},
  { 'Sec-Fetch-Site': 'none' },
  { 'Sec-Fetch-Site': 'same-origin' },
  { Origin: 'http://localhost' },
  { Origin: 'https://localhost' },
  // Behind a proxy that changes Host the browser still knows.
  { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://supervisor.example' },
]

test('pages of other sites can change nothing (EDGE-38, WEB-45)', async (context) => {
  const { get, post, changes } = await servePages(context, { config: program('web') })
  const call = encodeCall('supervisor.stopAllProcesses', [])
  for (const headers of FOREIGN) {
    const name = JSON.stringify(headers)
    for (const answer of [
      await get(START, headers),
      await post('/', 'action=stopall', headers),
      await post('/RPC2', call, { ...headers, 'Content-Type': 'text/plain' }),
      await post('/tail.html', 'x=1', headers),
    ]) {
      assert.equal(answer.status, 403, name)
    }
    for (const path of ['/', '/?message=x', '/tail.html?processname=web', '/ok.html']) {
      assert.equal((await get(path, headers)).status, 200, `${name} may look at ${path}`)
    }
  }
  assert.deepEqual(changes(), [])
})

test('scripts, typed addresses and pages of the same origin may act (EDGE-38)', async (context) => {
  const { get, post } = await servePages(context, { config: program('web') })
  for (const headers of OWN) {
    assert.equal(messageOf(await get(START, headers)), 'Process web started', JSON.stringify(headers))
    assert.equal((await post('/', 'action=stopall', headers)).status, 301, JSON.stringify(headers))
    const call = await post('/RPC2', encodeCall('supervisor.getPID', []), headers)
    assert.equal(call.status, 200, JSON.stringify(headers))
  }
})

test('our own pages send a token, and a wrong one is refused', async (context) => {
  const { get, post, changes } = await servePages(context, { config: program('web') })
  const page = await get('/')
  const token = tokenOf(page)
  assert.match(token, /^[0-9a-f]{32}$/)
  assert.equal(tokenOf(await get('/')), token)
  // A proxy that changes Host, and a browser that does not say where a request comes from.
  const proxied = { Host: '127.0.0.1:9001', Origin: 'http://supervisor.example' }
  const answer = await post(START, `token=${token}`, proxied)
  assert.equal(answer.headers.location, 'http://127.0.0.1:9001/?message=Process%20web%20started')
  changes()
  for (const wrong of ['x', `${token}0`, token.replace(/./, (digit) => (digit === '0' ? '1' : '0'))]) {
    const refused = await post('/?action=stopall', `token=${wrong}`)
    assert.equal(refused.status, 403)
    assert.match(refused.body.toString(), /load it again/)
  }
  assert.deepEqual(changes(), [])
})

test('whether a request crosses sites is told by Sec-Fetch-Site, then by Origin and Host', () => {
  assert.equal(isCrossSite({}), false)
  assert.equal(isCrossSite({ host: 'a' }), false)
  assert.equal(isCrossSite({ origin: 'http://a', host: 'a:80' }), false)
  assert.equal(isCrossSite({ origin: 'https://a', host: 'a:443' }), false)
  assert.equal(isCrossSite({ origin: 'http://a:9001', host: 'A:9001' }), false)
  assert.equal(isCrossSite({ origin: 'http://[::1]:9001', host: '[::1]:9001' }), false)
  assert.equal(isCrossSite({ origin: 'http://a', host: 'a:81' }), true)
  assert.equal(isCrossSite({ origin: 'http://a' }), true)
  assert.equal(isCrossSite({ origin: 'http://a', host: '/run/s.sock' }), true)
  assert.equal(isCrossSite({ origin: '', host: 'a' }), true)
  assert.equal(isCrossSite({ 'sec-fetch-site': '', host: 'a' }), true)
})

test('browsers are known by headers that their pages cannot take away', () => {
  for (const headers of [
    { 'accept-language': 'en' },
    { 'accept-language': '' },
    // What a page of another site, and one that has bent its name to our address, can make of itself.
    { 'accept-language': '*', 'accept-encoding': 'gzip, deflate', 'user-agent': 'Deno/2.9.6' },
    { 'accept-language': '*', 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'node' },
    { 'accept-language': '*', 'user-agent': 'Deno/2.9.6' },
    { 'accept-language': '*', 'accept-encoding': 'gzip', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' },
    { 'accept-language': 'en', 'accept-encoding': 'gzip, br' },
    { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' },
    { origin: 'null' },
    { 'sec-fetch-site': 'none' },
  ]) {
    assert.equal(isBrowser(headers), true, JSON.stringify(headers))
  }
  for (const headers of [
    {},
    // Node's fetch.
    { 'sec-fetch-mode': 'cors', 'accept-language': '*', 'user-agent': 'node' },
    // Deno's, with its own name and with one of the script's.
    { 'accept-language': '*', 'accept-encoding': 'gzip,br', 'user-agent': 'Deno/2.9.6' },
    { 'accept-language': '*', 'accept-encoding': 'gzip, br', 'user-agent': 'deploy' },
    // Bun's.
    { 'accept-encoding': 'gzip, deflate, br, zstd', 'user-agent': 'Bun/1.4.5' },
    { 'user-agent': 'curl/8.0' },
    { 'user-agent': 'Python-xmlrpc/3.11', host: 'a' },
  ]) {
    assert.equal(isBrowser(headers), false, JSON.stringify(headers))
  }
})
