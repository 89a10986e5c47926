import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { startDaemon } from '../../support/daemon.js'
import { skipUnless } from '../../support/systems.js'

const SHA = createHash('sha1').update('pass:word').digest('hex')

const CASES = [
  { sent: 'nothing', status: 401, headers: {} },
  { sent: 'the right password', status: 200, headers: { Authorization: basic('user:pass:word') } },
  { sent: 'a wrong password', status: 401, headers: { Authorization: basic('user:nope') } },
  { sent: 'a wrong name', status: 401, headers: { Authorization: basic('nobody:pass:word') } },
  { sent: 'another scheme', status: 401, headers: { Authorization: 'Bearer abc' } },
  { sent: 'what is not base64', status: 400, headers: { Authorization: 'Basic \xff\xfe!' } },
  { sent: 'no colon', status: 400, headers: { Authorization: basic('user') } },
]

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`
}

for (const [kind, password] of [
  ['plain', 'pass:word'],
  ['{SHA}', `{SHA}${SHA}`],
] as const) {
  test(`a server with a ${kind} password lets in who has it and nobody else (WEB-40)`, {
    skip: skipUnless('reeve'),
  }, async () => {
    const daemon = await startDaemon({
      kind: 'reeve',
      config: `[unix_http_server]\nusername=user\npassword=${password}`,
    })
    try {
      for (const { sent, status, headers } of CASES) {
        const body = '<methodCall><methodName>supervisor.getPID</methodName></methodCall>'
        const answer = await daemon.http('POST', '/RPC2', { headers, body })
        assert.equal(answer.status, status, sent)
        assert.equal(answer.headers['www-authenticate'], status === 401 ? 'Basic realm="default"' : undefined)
      }
      assert.doesNotMatch(daemon.log.text, /ERRO|cannot answer/)
    } finally {
      await daemon.close()
    }
  })
}
