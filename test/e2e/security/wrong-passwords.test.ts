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
  const server = ['-s', `http://127.0.0.1:${port}`]
  // How often it came to a refusal: on a busy machine a try comes back before the next step.
  let episodes = 0
  const guess = async () => {
    for (let answered = 0; ; answered += 1) {
      const refused = await ask(port, 'user:wrong')
      if (refused.status !== 429) assert.equal(refused.status, 401)
      else {
        if (answered > 0) episodes += 1
        return { refused, answered }
      }
    }
  }
  for (let count = 0; count < 20; count += 1) assert.equal((await ask(port, undefined)).status, 401)
  const begin = performance.now()
  const { refused, answered } = await guess()
  // Each interval of six seconds gives one back, in parts.
  const most = 11 + (performance.now() - begin) / 6_000
  assert.ok(answered >= 10 && answered <= most, `${answered} in place of at most ${most}`)
  assert.ok(Number(refused.retryAfter) >= 1 && Number(refused.retryAfter) <= 6, refused.retryAfter)
  await waitFor(
    async () => {
      await guess()
      return (await ask(port, 'user:right')).status === 429
    },
    { what: 'the right password to be refused too, or guessing would go on' },
  )
  assert.equal((await ask(port, 'user:right', '127.0.0.2')).status, 200)
  assert.equal(await daemon.ask('getAPIVersion'), '3.0')
  const told = await waitFor(
    async () => {
      await guess()
      const result = await daemon.control([...server, '-u', 'user', '-p', 'right', 'status'])
      return result.code === 1 && result
    },
    { what: 'supervisorctl to be refused within the seconds that a refusal lasts' },
  )
  assert.match(told.stdout, /ProtocolError.*: 429 Too Many Requests/)
  assert.match(told.stderr, /too many wrong passwords came from this address: wait/)
  await waitFor(async () => (await ask(port, 'user:right')).status === 200, {
    what: 'the right password to work again',
    everyMs: 250,
  })
  const lines = daemon.matching(/too many wrong passwords from 127\.0\.0\.1/)
  assert.equal(lines.length, episodes)
})
