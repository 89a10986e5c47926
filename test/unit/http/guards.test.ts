// Who is kept out of a server beside those without the password: guessers, strange names, viewers who want to change.

import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { createFakeClock } from 'reeve/testing'
import { checkViewer } from '../../../plugins/http-server/authentication.js'
import { FailedLogins } from '../../../plugins/http-server/failed-logins.js'
import { createHostCheck } from '../../../plugins/http-server/host-check.js'
import { httpHooks } from '../../../sdk/index.js'
import { request } from '../../support/address.js'
import { call } from '../../support/xmlrpc.js'
import { program, section, serve, tapping } from './served.js'

const basic = (credentials: string) => ({
  Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
})

test('ten wrong passwords at once are answered, then one in six seconds', () => {
  const clock = createFakeClock()
  const failures = new FailedLogins(clock)
  const told: boolean[] = []
  for (let count = 0; count < 10; count += 1) {
    assert.equal(failures.waitSeconds('1.2.3.4'), 0)
    told.push(failures.add('1.2.3.4'))
  }
  assert.deepEqual(told, [...Array(9).fill(false), true])
  assert.equal(failures.waitSeconds('1.2.3.4'), 6)
  assert.equal(failures.waitSeconds('5.6.7.8'), 0)
  clock.advance(6_001)
  assert.equal(failures.waitSeconds('1.2.3.4'), 0)
})

test('the addresses of one IPv6 network are one client', () => {
  const failures = new FailedLogins(createFakeClock())
  for (let count = 0; count < 10; count += 1) failures.add(`2001:db8:1:2::${count}`)
  assert.equal(failures.waitSeconds('2001:db8:1:2:aaaa:bbbb:cccc:dddd'), 6)
  assert.equal(failures.waitSeconds('2001:db8:1:3::1'), 0)
  assert.equal(failures.waitSeconds('2001:db8::1:2'), 0)
  assert.equal(failures.waitSeconds('::1'), 0)
  for (let count = 0; count < 10; count += 1) failures.add('::ffff:10.0.0.1')
  assert.equal(failures.waitSeconds('::ffff:10.0.0.1'), 6)
  assert.equal(failures.waitSeconds('::ffff:10.0.0.2'), 0)
})

test('addresses that failed long ago are forgotten first', () => {
  const failures = new FailedLogins(createFakeClock())
  for (let count = 0; count < 20; count += 1) failures.add('first')
  for (let count = 0; count < 1_000; count += 1) failures.add(`other ${count}`)
  assert.equal(failures.waitSeconds('first'), 0)
})

test('browsers reach a server without a password only by names that are its own', () => {
  const asked = (values: Readonly<Record<string, unknown>>, headers: Record<string, string>) => {
    const server = section('inet_http_server', { port: { host: 'web1', port: 9001 }, ...values })
    return createHostCheck(server)?.({ headers } as unknown as IncomingMessage)
  }
  const browser = { 'sec-fetch-site': 'same-origin' }
  for (const host of [
    '127.0.0.1:9001',
    '[::1]:9001',
    'localhost',
    'LOCALHOST.:80',
    'a.localhost',
    'web1:9001',
  ]) {
    assert.equal(asked({}, { host, ...browser }), false, host)
  }
  for (const host of ['evil.example', 'web1.evil.example:9001', 'localhost.evil.example', '']) {
    assert.equal(asked({}, { host, ...browser }), true, host)
    assert.equal(asked({}, { host }), false, 'a client that is no browser')
    assert.equal(asked({ username: 'u', password: 'p' }, { host, ...browser }), undefined)
  }
  const values = { username: 'u', allowed_hosts: ['Ops.example', '*.corp.example'] }
  assert.equal(asked(values, { host: 'ops.example', origin: 'https://ops.example' }), false)
  assert.equal(asked(values, { host: 'a.corp.example', ...browser }), false)
  assert.equal(asked(values, { host: 'corp.example', ...browser }), true)
  assert.equal(createHostCheck(section('unix_http_server', {})), undefined)
})

test('a viewer reads everything and changes nothing, by whatever interface', async (context) => {
  const { address, supervisor } = await serve(context, {
    section: '[inet_http_server]\nport=127.0.0.1:9001',
    server: 'username=u\npassword=p\nreadonly_username=v\nreadonly_password=w',
    config: program('web'),
  })
  const viewer = { credentials: { username: 'v', password: 'w' } }
  assert.ok('value' in (await call(address, 'supervisor.getAllProcessInfo', [], viewer)))
  const refused = await call(address, 'supervisor.stopProcess', ['web'], viewer)
  assert.ok('fault' in refused && refused.text.includes('not allowed'), JSON.stringify(refused))
  const inner = { methodName: 'supervisor.stopProcess', params: ['web'] }
  const many = await call(address, 'system.multicall', [[inner]], viewer)
  assert.match(JSON.stringify(many), /not allowed/)
  const api = await request(address, 'POST', '/api/v1/programs/web/stop', { headers: basic('v:w') })
  assert.equal(api.status, 403)
  const list = await request(address, 'GET', '/api/v1/programs', { headers: basic('v:w') })
  assert.equal(list.status, 200)
  assert.equal(supervisor.groups.get('web')?.processes.get('web')?.state, 'STOPPED')
})

test('a viewer that a plugin knows is kept out of changes without a readonly_username', async (context) => {
  const { address } = await serve(context, {
    config: program('web'),
    plugins: [
      tapping((supervisor) =>
        httpHooks(supervisor).authenticate.tap('guests', ({ authorization, server }) =>
          authorization === undefined ? { user: 'guest', server: server.header, readOnly: true } : undefined,
        ),
      ),
    ],
  })
  assert.ok('value' in (await call(address, 'supervisor.getAllProcessInfo')))
  const refused = await call(address, 'supervisor.startProcess', ['web'])
  assert.ok('fault' in refused && refused.text.includes('not allowed'), JSON.stringify(refused))
  const own = { credentials: { username: 'any', password: 'one' } }
  assert.deepEqual(await call(address, 'supervisor.startProcess', ['web'], own), { value: true })
})

test('options for a viewer that make no sense are mistakes of the config', () => {
  const problems = (values: Readonly<Record<string, unknown>>) =>
    checkViewer(section('inet_http_server', values)).map((one) => `${one.option}: ${one.text}`)
  assert.deepEqual(
    problems({ username: 'u', password: 'p', readonly_username: 'v', readonly_password: 'w' }),
    [],
  )
  assert.match(problems({ readonly_username: 'v', readonly_password: 'w' })[0] ?? '', /needs username/)
  assert.match(problems({ username: 'u', readonly_username: 'v' })[0] ?? '', /needs readonly_password/)
  assert.match(problems({ readonly_password: 'w' })[0] ?? '', /needs readonly_username/)
  const same = { username: 'u', readonly_username: 'u', readonly_password: 'w' }
  assert.match(problems(same)[0] ?? '', /another name/)
})

test('a browser must show the token of our pages to change something by the API', async (context) => {
  const { address, supervisor } = await serve(context, { config: program('web') })
  const send = (headers: Record<string, string>) =>
    request(address, 'POST', '/api/v1/programs/web/clear-log', { headers })
  assert.equal((await send({})).status, 200)
  assert.equal((await send({ 'sec-fetch-site': 'same-origin' })).status, 403)
  assert.equal((await send({ 'sec-fetch-site': 'cross-site' })).status, 403)
  const token = httpHooks(supervisor).token.text()
  assert.equal((await send({ 'sec-fetch-site': 'same-origin', 'x-reeve-token': token })).status, 200)
  assert.equal((await send({ 'sec-fetch-site': 'same-origin', 'x-reeve-token': `${token}0` })).status, 403)
  assert.equal((await send({ 'sec-fetch-site': 'cross-site', 'x-reeve-token': token })).status, 403)
})
