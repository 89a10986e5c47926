import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeCall, readTree } from '../../../sdk/xmlrpc/index.js'
import { call, encodeCall, post } from '../../support/xmlrpc.js'
import { serve } from './served.js'

const PADDING = `<!--${' '.repeat(40_000)}-->`

const callOf = (...values: readonly string[]) =>
  `<methodCall><methodName>m</methodName><params>${values
    .map((value) => `<param><value>${value}</value></param>`)
    .join('')}</params></methodCall>`

test('long texts arrive whole, with their references and line ends, wherever they are cut', () => {
  const pieces = ['plain ', '&lt;', '&amp;amp;', '&#13;', '&#x1F600;', '\r\n', 'é', '&quot;']
  const plain = ['plain ', '<', '&amp;', '\r', '\u{1F600}', '\n', 'é', '"']
  for (const [index, piece] of pieces.entries()) {
    for (const filler of ['x', '&gt;', '\r\n']) {
      const count = 30_000
      const text = `${filler.repeat(count)}${piece}${filler.repeat(count)}`
      const meant = filler === '&gt;' ? '>' : filler === 'x' ? 'x' : '\n'
      const expected = `${meant.repeat(count)}${plain[index]}${meant.repeat(count)}`
      const { parameters } = decodeCall(readTree(callOf(`<string>${text}</string>`)))
      assert.ok(parameters[0] === expected, `${piece} in ${filler}`)
    }
  }
})

test('a large call is answered as a small one', async (context) => {
  const { address, lines } = await serve(context)
  for (const body of [
    encodeCall('supervisor.getPID', []),
    encodeCall('supervisor.nosuch', []),
    encodeCall('system.methodSignature', ['supervisor.getPID']),
    `<?xml version="1.0"?>\r\n<methodCall a='b'>\n<methodName><![CDATA[supervisor.getPID]]></methodName><params/></methodCall>`,
    '<methodCall/>',
    '<methodCall><methodName>&z;</methodName></methodCall>',
    '<a><b></a>',
  ]) {
    lines()
    const small = await post(address, body)
    const linesOfSmall = lines()
    const large = await post(address, `${body}${PADDING}`)
    assert.deepEqual([large.status, large.body], [small.status, small.body], body)
    assert.equal(lines().length, linesOfSmall.length, body)
  }
})

test('what would take long to decode is refused: more than 100,000 tags (RPC-02)', async (context) => {
  const { address } = await serve(context)
  const bodyOf = (count: number) => callOf('').replace('<params>', `<params>${'<a/>'.repeat(count)}`)
  assert.equal((await post(address, bodyOf(99_000))).status, 400)
  assert.equal((await post(address, bodyOf(100_000))).status, 413)
  // One call for each of 3,000 processes.
  const question = { methodName: 'supervisor.getPID', params: ['group:process_00'] }
  const answer = await call(address, 'system.multicall', [Array.from({ length: 3_000 }, () => question)])
  assert.ok('value' in answer && Array.isArray(answer.value) && answer.value.length === 3_000)
})
