import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverUrl } from '../../../core/config/servers.js'

test('programs find a server by an address that leads to it, and https where it has TLS', () => {
  const inet = (host: string, more: Readonly<Record<string, unknown>> = {}) =>
    serverUrl([{ kind: 'inet_http_server', values: { port: { host, port: 9001 }, ...more } }])
  assert.equal(inet('127.0.0.1'), 'http://127.0.0.1:9001')
  assert.equal(inet('::1'), 'http://[::1]:9001')
  assert.equal(inet(''), 'http://localhost:9001')
  assert.equal(inet('::'), 'http://localhost:9001')
  assert.equal(inet('web1', { tls_cert: '/c.pem', tls_key: '/k.pem' }), 'https://web1:9001')
  assert.equal(inet('', { tls_cert: '/c.pem', tls_key: '/k.pem' }), 'https://localhost:9001')
  assert.equal(serverUrl([]), null)
})
