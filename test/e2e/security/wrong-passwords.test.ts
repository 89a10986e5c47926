// Guessing passwords over TCP takes long, for who guesses and nobody else.

import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { test } from 'node:test'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import { startInet } from './servers.js'

/** Asks from an address of its own. */
function ask(port: number, credentials: string | undefined, localAddress = '127.0.0.1') {
  return new Promise<{ readonly status: number; readonly retryAfter: string | undefined }>(
    (resolve, reject) => {
      httpRequest({
        host: '127.0.0.1',
        port,
        localAddress,
        agent: false,
        path: '/api/v1',
        ...(credentials === undefined ? {} : { auth: credentials }),
      })
        .on('error', reject)
        .on('response', (answer) => {
          answer.resume()
          resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] })
        })
        .end()
    },
  )
}

test('after ten wrong passwords an address waits, and others do not', {
  skip: skipUnless('reeve'),
}, async (context) => {
  const { daemon, port } = await startInet(context, {
    server: 'username=user\npassword=right',
    config: '[supervisorctl]\nserverurl=unix://%(here)s/s.sock',
  })
  for (let count = 0; count < 20; count += 1) assert.equal((await ask(port, undefined)).status, 401)
  let refused = await ask(port, 'user:wrong')
  let answered = 0
  // Each interval of six seconds gives one back, in parts.
  for (; refused.status === 401 && answered < 12; answered += 1) refused = await ask(port, 'user:wrong')
  assert.equal(refused.status, 429)
  assert.ok(answered >= 10, `${answered}`)
  assert.ok(Number(refused.retryAfter) >= 1 && Number(refused.retryAfter) <= 6, refused.retryAfter)
  assert.equal((await ask(port, 'user:right')).status, 429, 'or guessing would go on')
  assert.equal((await ask(port, 'user:right', '127.0.0.2')).status, 200)
  assert.equal(await daemon.ask('getAPIVersion'), '3.0')
  const told = await daemon.control(['-s', `http://127.0.0.1:${port}`, '-u', 'user', '-p', 'right', 'status'])
  assert.match(told.stdout, /ProtocolError.*: 429 Too Many Requests/)
  assert.match(told.stderr, /too many wrong passwords came from this address: wait/)
  assert.equal(told.code, 1)
  await waitFor(async () => (await ask(port, 'user:right')).status === 200, {
    what: 'the right password to work again',
    everyMs: 250,
  })
  const lines = daemon.written.filter((line) => /too many wrong passwords from 127\.0\.0\.1/.test(line))
  assert.equal(lines.length, 1)
})
