import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseServerUrl } from '../../../sdk/client/address.js'
import { createResponseReader } from '../../../sdk/client/http-response.js'

/** Reads a response that arrives in pieces of `size` bytes. */
function readInPieces(text: string, size: number) {
  const bytes = Buffer.from(text)
  const reader = createResponseReader()
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) parts.push(...reader.push(bytes.subarray(at, at + size)))
  return { reader, body: Buffer.concat(parts).toString() }
}

const RESPONSES: readonly (readonly [what: string, text: string, body: string])[] = [
  ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhéy\n', 'héy\n'],
  [
    'chunks',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: x\r\n\r\n',
    'abcde',
  ],
  ['no body', 'HTTP/1.0 200\r\nContent-Length: 0\r\n\r\n', ''],
  ['bare line feeds', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok', 'ok'],
]

for (const [what, text, body] of RESPONSES) {
  test(`a response with ${what} is read whatever pieces it comes in`, () => {
    for (const size of [1, 2, 7, 1000]) {
      const read = readInPieces(text, size)
      assert.equal(read.body, body)
      assert.equal(read.reader.complete, true)
    }
  })
}

test('a response without a length ends with the connection, which is then used up', () => {
  const { reader, body } = readInPieces('HTTP/1.1 200 OK\r\n\r\nall of it', 4)
  assert.equal(body, 'all of it')
  assert.equal(reader.complete, false)
  reader.end()
  assert.equal(reader.complete, true)
  assert.equal(reader.reusable, false)
})

test('Connection: close is obeyed', () => {
  const text = 'HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno'
  const { reader } = readInPieces(text, 100)
  assert.equal(reader.head?.status, 401)
  assert.equal(reader.reusable, false)
})

test('a response that is cut short or is no HTTP is an error', () => {
  assert.throws(() => readInPieces('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc', 9).reader.end(), {
    name: 'AnswerError',
  })
  assert.throws(() => readInPieces('SSH-2.0-x\r\n\r\n', 50), { name: 'AnswerError' })
  assert.throws(() => readInPieces('HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n', 50), {
    name: 'AnswerError',
  })
  assert.throws(() => readInPieces('x'.repeat(70_000), 1000), { name: 'AnswerError' })
})

test('a serverurl names a socket or a host, port 80 or 443 unless given (CTL-01)', () => {
  assert.deepEqual(parseServerUrl('unix:///a/b.sock'), { host: 'localhost', connect: { path: '/a/b.sock' } })
  assert.deepEqual(parseServerUrl('http://h').connect, { host: 'h', port: 80 })
  assert.deepEqual(parseServerUrl('http://u:p@h:9001/x?y').connect, { host: 'h', port: 9001 })
  assert.deepEqual(parseServerUrl('http://[::1]:9001').connect, { host: '::1', port: 9001 })
  assert.deepEqual(parseServerUrl('https://h'), {
    host: 'h',
    connect: { host: 'h', port: 443 },
    isSecure: true,
  })
  assert.throws(() => parseServerUrl('ftp://h'), { message: 'Unknown protocol for serverurl ftp://h' })
  assert.throws(() => parseServerUrl('unix://'), {
    name: 'ServerUrlError',
    message: 'No path in serverurl unix://',
  })
  assert.throws(() => parseServerUrl('http://h:99999'), { name: 'ServerUrlError' })
})
