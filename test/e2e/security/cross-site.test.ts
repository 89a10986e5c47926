// Everything that changes something, asked for by pages of other sites, by our own pages, and by programs.

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { API_OPERATIONS } from '../../../schemas/generated/api-operations.js'
import { request } from '../../support/address.js'
import { skipUnless } from '../../support/systems.js'
import { encodeCall } from '../../support/xmlrpc.js'
import { pathOf, startInet, untilSaid } from './servers.js'

const skip = skipUnless('reeve')

type Headers = Readonly<Record<string, string>>

/** How a request says whose it is; `own` is the origin of the server. */
const SENDERS: readonly {
  readonly headers: (own: string) => Headers
  readonly is: 'foreign' | 'own' | 'program'
}[] = [
  { is: 'program', headers: () => ({}) },
  { is: 'program', headers: () => ({ 'User-Agent': 'curl/8.0' }) },
  { is: 'own', headers: (own) => ({ Origin: own }) },
  { is: 'own', headers: (own) => ({ Origin: own, 'Sec-Fetch-Site': 'same-origin' }) },
  { is: 'own', headers: () => ({ 'Sec-Fetch-Site': 'same-origin' }) },
  { is: 'own', headers: () => ({ 'Sec-Fetch-Site': 'none' }) },
  { is: 'foreign', headers: () => ({ Origin: 'http://evil.example' }) },
  { is: 'foreign', headers: () => ({ Origin: 'null' }) },
  {
    is: 'foreign',
    headers: (own) => ({ Origin: own.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)) }),
  },
  { is: 'foreign', headers: () => ({ 'Sec-Fetch-Site': 'cross-site' }) },
  { is: 'foreign', headers: () => ({ 'Sec-Fetch-Site': 'same-site' }) },
  { is: 'foreign', headers: (own) => ({ 'Sec-Fetch-Site': 'cross-site', Origin: own }) },
]

async function start(context: TestContext) {
  const { daemon, port } = await startInet(context)
  await untilSaid(daemon)
  const own = `http://127.0.0.1:${port}`
  const send = async (method: string, path: string, headers: Headers, body?: string) =>
    (
      await request({ host: '127.0.0.1', port }, method, path, {
        headers: { Host: `127.0.0.1:${port}`, ...headers },
        ...(body === undefined ? {} : { body }),
      })
    ).status
  const page = await request({ host: '127.0.0.1', port }, 'GET', '/ui/session')
  const { token } = JSON.parse(page.body.toString()) as { token: string }
  const { pid } = await daemon.info('web')
  const assertSame = async () => {
    const web = await daemon.info('web')
    assert.deepEqual([web.statename, web.pid], ['RUNNING', pid])
    assert.equal((await daemon.info('idle')).statename, 'STOPPED')
    assert.equal(await daemon.ask('readProcessStdoutLog', 'web', 0, 100), 'hello\n')
  }
  return { own, send, token, assertSame }
}

test('no change of the API is made for a foreign page, nor for a browser without our token', {
  skip,
}, async (context) => {
  const { own, send, token, assertSame } = await start(context)
  const changes = API_OPERATIONS.filter(({ mutates }) => mutates)
  assert.ok(changes.length >= 15)
  for (const { is, headers } of SENDERS) {
    for (const given of [undefined, `${token}0`, token]) {
      const all = { ...headers(own), ...(given === undefined ? {} : { 'X-Reeve-Token': given }) }
      const isRefused = is === 'foreign' || (is === 'own' && given !== token)
      for (const operation of isRefused ? changes : []) {
        const status = await send(operation.method, pathOf(operation.path), all)
        assert.equal(status, 403, `${operation.id} ${JSON.stringify(all)}`)
      }
      if (!isRefused) {
        assert.equal(await send('POST', pathOf('/programs/idle/clear-log'), all), 200, JSON.stringify(all))
      }
    }
  }
  await assertSame()
})

test('no XML-RPC call is carried out for a foreign page, whatever type it says', {
  skip,
}, async (context) => {
  const { own, send, assertSame } = await start(context)
  const stop = encodeCall('supervisor.stopProcess', ['web'])
  for (const { is, headers } of SENDERS) {
    for (const type of ['text/xml', 'text/plain', 'application/x-www-form-urlencoded']) {
      const all = { ...headers(own), 'Content-Type': type }
      if (is === 'foreign') assert.equal(await send('POST', '/RPC2', all, stop), 403, JSON.stringify(all))
      else assert.equal(await send('POST', '/RPC2', all, encodeCall('supervisor.getPID', [])), 200)
    }
  }
  await assertSame()
})

/** A browser that says nothing of the page: over plain http, to another name than localhost. */
const SILENT: readonly Headers[] = [
  { 'Accept-Language': 'en' },
  { 'Accept-Language': '' },
  { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64)' },
  { 'User-Agent': 'Mozilla/5.0', Referer: 'http://evil.example/' },
]

test('no address of an action works from a foreign page, nor in a browser that does not say whose it is', {
  skip,
}, async (context) => {
  const { own, send, token, assertSame } = await start(context)
  const actions = ['start', 'stop', 'restart', 'clearlog', 'stopall', 'restartall']
  const refused = [
    ...SENDERS.filter(({ is }) => is === 'foreign').map(({ headers }) => headers(own)),
    ...SILENT,
  ]
  for (const headers of refused) {
    for (const action of actions) {
      const target = `/index.html?processname=web&action=${action}`
      assert.equal(await send('GET', target, headers), 403, `${action} ${JSON.stringify(headers)}`)
      assert.equal(await send('GET', `/${target}`, headers), 403)
      assert.equal(await send('POST', target, headers, 'x=1'), 403)
      assert.equal(await send('POST', target, headers, `token=${token}0`), 403)
      assert.equal(await send('POST', '/', headers, `action=${action}&processname=web`), 403)
    }
  }
  await assertSame()
  for (const { headers } of SENDERS.filter(({ is }) => is !== 'foreign')) {
    assert.equal(await send('GET', '/index.html?processname=idle&action=clearlog', headers(own)), 301)
  }
  for (const headers of SILENT) {
    assert.equal(await send('GET', '/index.html?action=refresh', headers), 301)
    assert.equal(
      await send('POST', '/index.html?action=clearlog&processname=idle', headers, `token=${token}`),
      301,
    )
  }
})
