import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createStructEncoder,
  decodeCall,
  decodeResponse,
  encodeAnswer,
  encodeArrayOf,
  encodeCall,
  encodeFault,
  encodeResponse,
  readTree,
  toInt32,
  type XmlRpcValue,
} from '../../../sdk/xmlrpc/index.js'

const call = (value: string) =>
  decodeCall(
    readTree(`<methodCall><methodName>m</methodName><params><param>${value}</param></params></methodCall>`),
  ).parameters[0]

test('an answer has the exact layout of Supervisor (RPC-04)', () => {
  assert.equal(
    encodeResponse({ statecode: 1, statename: 'RUNNING', list: ['a<b', true] }),
    `<?xml version='1.0'?>
<methodResponse>
<params>
<param>
<value><struct>
<member>
<name>statecode</name>
<value><int>1</int></value>
</member>
<member>
<name>statename</name>
<value><string>RUNNING</string></value>
</member>
<member>
<name>list</name>
<value><array><data>
<value><string>a&lt;b</string></value>
<value><boolean>1</boolean></value>
</data></array></value>
</member>
</struct></value>
</param>
</params>
</methodResponse>
`,
  )
})

test('a fault has the exact layout of Supervisor (RPC-04)', () => {
  assert.equal(
    encodeFault(1, 'UNKNOWN_METHOD'),
    `<?xml version='1.0'?>
<methodResponse>
<fault>
<value><struct>
<member>
<name>faultCode</name>
<value><int>1</int></value>
</member>
<member>
<name>faultString</name>
<value><string>UNKNOWN_METHOD</string></value>
</member>
</struct></value>
</fault>
</methodResponse>
`,
  )
  assert.deepEqual(decodeResponse(encodeFault(10, 'BAD_NAME: é&<x>')), {
    fault: { code: 10, text: 'BAD_NAME: é&<x>' },
  })
})

test('a call has the layout of the Python client', () => {
  assert.equal(
    encodeCall('supervisor.startProcess', ['a:b', false]),
    `<?xml version='1.0'?>
<methodCall>
<methodName>supervisor.startProcess</methodName>
<params>
<param>
<value><string>a:b</string></value>
</param>
<param>
<value><boolean>0</boolean></value>
</param>
</params>
</methodCall>
`,
  )
})

test('every type of value survives a round trip (RPC-05)', () => {
  const values: readonly XmlRpcValue[] = [
    '',
    ' padded\ttext\n',
    'é € 😀 & < > " \' ]]>',
    0,
    -2147483648,
    2147483647,
    1.5,
    -1e-7,
    true,
    false,
    null,
    new Date('2026-01-31T10:20:30Z'),
    [],
    [1, ['two', [3]]],
    {},
    { a: 1, 'b<': { c: [true] } },
  ]
  for (const value of values) assert.deepEqual(decodeResponse(encodeResponse(value)), { value })
})

test('bytes travel as base64 and arrive as text (RPC-05)', () => {
  assert.deepEqual(decodeResponse(encodeResponse(Buffer.from('héllo'))), { value: 'héllo' })
})

test('requests are decoded as leniently as Supervisor does (RPC-05)', () => {
  assert.equal(call('<value>text</value>'), 'text')
  assert.equal(call('<value/>'), '')
  assert.equal(call('<value><string/></value>'), '')
  assert.equal(call('<value><i4> 7 </i4></value>'), 7)
  assert.equal(call('<value><boolean>1</boolean></value>'), true)
  assert.equal(call('<value><boolean>true</boolean></value>'), false)
  assert.equal(call('<value><i8>5</i8></value>'), '5')
  assert.equal(call('<value><nil/></value>'), null)
  assert.equal(call('<value> <int>3</int> </value>'), 3)
  assert.equal(call('<value><string>a<![CDATA[<&amp;]]>&#x62;&#99;</string></value>'), 'a<&amp;bc')
  assert.deepEqual(decodeCall(readTree('<methodCall><methodName>m</methodName></methodCall>')), {
    method: 'm',
    parameters: [],
  })
})

test('values that are not what their tag says are refused (RPC-03)', () => {
  for (const value of [
    '<value><int>x</int></value>',
    '<value><int/></value>',
    '<value><double>1,5</double></value>',
    '<value><dateTime.iso8601>yesterday</dateTime.iso8601></value>',
    '<value><array/></value>',
    '<value><struct><member><name>a</name></member></struct></value>',
    '',
  ]) {
    assert.throws(() => call(value), SyntaxError, value)
  }
})

test('a member called __proto__ is only a member', () => {
  const value = call(
    '<value><struct><member><name>__proto__</name><value><struct/></value></member></struct></value>',
  )
  assert.deepEqual(Object.keys(value as object), ['__proto__'])
  assert.equal(Object.getPrototypeOf(value), Object.prototype)
})

test('characters that XML cannot carry are replaced (EDGE-42)', () => {
  const answer = encodeResponse('\u001b[31mred\u0000\ttab\nline\ud800')
  const onTheWire = Buffer.from(answer).toString('utf8')
  assert.deepEqual(decodeResponse(onTheWire), { value: '\ufffd[31mred\ufffd\ttab\nline\ufffd' })
})

test('an integer beyond 32 bits is never sent as another number (RPC-12)', () => {
  assert.throws(() => encodeResponse(2147483648), /exceeds the 32 bits/)
  assert.throws(() => encodeResponse(Number.NaN), RangeError)
  assert.equal(toInt32(4e9), 2147483647)
  assert.equal(toInt32(-4e9), -2147483648)
  assert.equal(toInt32(1.9), 1)
})

test('documents that are not well-formed are refused with their line', () => {
  for (const text of [
    '',
    'junk',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a></a>x',
    '<a',
    '<a b=1/>',
    '<!DOCTYPE a><a/>',
    '<a><!-- </a>',
    '<a><![CDATA[</a>',
    '<a>'.repeat(2000),
  ]) {
    assert.throws(() => readTree(text), /not well-formed XML at line \d+/, text.slice(0, 20))
  }
  assert.throws(() => decodeResponse('<a>&bogus;</a>'), SyntaxError)
  for (const reference of ['&bogus;', '&', '&#0;', '&#x110000;', '&amp']) {
    assert.throws(() => call(`<value>${reference}</value>`), SyntaxError, reference)
  }
})

test('declaration, comments, attributes and a byte order mark do no harm', () => {
  const text =
    '\ufeff<?xml version="1.0" encoding="UTF-8"?><!-- x --><methodResponse a="1"><params><param><value><!-- y --><int>1</int></value></param></params></methodResponse>\n'
  assert.deepEqual(decodeResponse(text), { value: 1 })
})

test('a prepared struct is written as the general way writes it, and its bytes are kept', () => {
  const encode = createStructEncoder({ name: 'string', pid: 'int' })
  const structs = [
    { name: 'a<b', pid: 0 },
    { name: '', pid: -1 },
  ]
  assert.equal(encodeResponse(encode(structs[0]!)), encodeResponse(structs[0]!))
  const all = encodeArrayOf(structs.map(encode))
  assert.equal(encodeAnswer(all).toString(), encodeResponse(structs))
  assert.equal(encodeAnswer(all), encodeAnswer(all))
  assert.equal(
    encodeResponse({ list: all, one: encode(structs[1]!) }),
    encodeResponse({ list: structs, one: structs[1]! }),
  )
  assert.equal(encodeResponse(encodeArrayOf([])), encodeResponse([]))
  assert.equal(encodeResponse(createStructEncoder({})({})), encodeResponse({}))
})
