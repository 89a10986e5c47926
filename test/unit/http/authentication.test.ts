import assert from 'node:assert/strict'
import { test } from 'node:test'
import { httpHooks } from '../../../sdk/index.js'
import { type Address, request } from '../../support/address.js'
import { serve, tapping } from './served.js'

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`

function ask(address: Address, authorization?: string) {
  return request(address, 'GET', '/nothing', {
    headers: authorization === undefined ? {} : { Authorization: authorization },
  })
}

test('a plain password guards every route (WEB-40)', async (context) => {
  const { address } = await serve(context, { server: 'username=u\npassword=p:w' })
  const refused = await ask(address)
  assert.equal(refused.status, 401)
  assert.equal(refused.headers['www-authenticate'], 'Basic realm="default"')
  assert.equal(refused.headers.connection, 'close')
  for (const [authorization, status] of [
    [basic('u:p:w'), 404],
    [basic('u:p:w').replace('Basic', 'bAsIc'), 404],
    [basic('u:wrong'), 401],
    [basic('other:p:w'), 401],
    [basic('u:'), 401],
    ['Bearer abc', 401],
    ['Basic', 401],
    ['', 401],
    ['Basic !!!', 400],
    [basic('nocolon'), 400],
  ] as const) {
    assert.equal((await ask(address, authorization)).status, status, authorization)
  }
  assert.equal((await request(address, 'POST', '/RPC2', { body: '<x/>' })).status, 401)
})

test('a {SHA} password is compared by its digest (CFG-UNIX-04)', async (context) => {
  const password = '{SHA}2fb5e13419fc89246865e7a324f476ec624e8740'
  const { address, stop } = await serve(context, { server: `username=u\npassword=${password}` })
  assert.equal((await ask(address, basic('u:hunter2'))).status, 401)
  assert.equal((await ask(address, basic(`u:${password}`))).status, 401)
  await stop()
  const { createHash } = await import('node:crypto')
  const right = `{SHA}${createHash('sha1').update('hünter2').digest('hex')}`
  const other = await serve(context, { server: `username=u\npassword=${right}` })
  assert.equal((await ask(other.address, basic('u:hünter2'))).status, 404)
  await other.stop()
  const upper = `{SHA}${right.slice(5).toUpperCase()}`
  const strict = await serve(context, { server: `username=u\npassword=${upper}` })
  assert.equal((await ask(strict.address, basic('u:hünter2'))).status, 401)
})

test('an empty user name asks for nothing (CFG-INET-02)', async (context) => {
  const { address } = await serve(context, { server: 'username=\npassword=' })
  assert.equal((await ask(address)).status, 404)
})

test('a plugin can let in, refuse, or leave it to the password; one that fails refuses', async (context) => {
  const { address } = await serve(context, {
    server: 'username=u\npassword=p',
    plugins: [
      tapping((supervisor) => {
        httpHooks(supervisor).authenticate.tap('tokens', ({ authorization, server }) => {
          if (authorization === 'Bearer good') return { user: 'robot', server: server.header }
          if (authorization === 'Bearer broken') throw new Error('no key')
          return authorization?.startsWith('Bearer ') ? false : undefined
        })
      }),
    ],
  })
  assert.equal((await ask(address, 'Bearer good')).status, 404)
  assert.equal((await ask(address, 'Bearer bad')).status, 401)
  assert.equal((await ask(address, 'Bearer broken')).status, 401)
  assert.equal((await ask(address, basic('u:p'))).status, 404)
  assert.equal((await ask(address)).status, 401)
})
