import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon } from './daemon.js'
import { isAlive, markedProcesses } from './processes.js'
import { skipUnless } from './systems.js'
import { parseXml } from './xml.js'
import { decodeOutcome, encodeCall } from './xmlrpc.js'

test('the real Supervisor starts, answers and leaves nothing behind', {
  skip: skipUnless('supervisor'),
}, async () => {
  const daemon = await startDaemon({
    kind: 'supervisor',
    config: '[program:a]\ncommand=sh -c "sleep 999 & wait"',
  })
  const { scratch } = daemon
  try {
    const info = await daemon.until('a', 'RUNNING')
    assert.deepEqual(await daemon.call('getState'), { value: { statecode: 1, statename: 'RUNNING' } })
    assert.deepEqual(await daemon.call('nothing'), { fault: 1, text: 'UNKNOWN_METHOD' })
    assert.equal((await daemon.control(['pid', 'a'])).stdout, `${info.pid}\n`)
    assert.ok(isAlive(info.pid))
  } finally {
    await daemon.close()
  }
  assert.deepEqual(markedProcesses(scratch.path), [])
  assert.equal(scratch.has('.'), false)
})

test('a daemon that cannot start is reported with its own words', {
  skip: skipUnless('supervisor'),
}, async () => {
  await assert.rejects(
    startDaemon({ kind: 'supervisor', config: '[program:a]' }),
    /ended with 2[\s\S]*does not specify a command/,
  )
})

test('XML that is not well-formed is refused', () => {
  for (const bad of [
    '<a>',
    '<a></b>',
    '<a>\u001b</a>',
    '<a>&nope;</a>',
    '<a>&</a>',
    '<a/><b/>',
    '<a>&#0;</a>',
    '<a><</a>',
  ]) {
    assert.throws(() => parseXml(bad), /ill-formed/, bad)
  }
  assert.equal(parseXml('<?xml version="1.0"?>\n<a>&lt;&#233;&#xe9;</a>').text, '<éé')
})

test('values of all types are read from an answer', () => {
  const value =
    '<value><array><data><value>bare</value><value><int>-3</int></value><value><boolean>1</boolean></value>' +
    '<value><struct><member><name>a</name><value><string>x&amp;y</string></value></member></struct></value></data></array></value>'
  assert.deepEqual(
    decodeOutcome(`<methodResponse><params><param>${value}</param></params></methodResponse>`),
    {
      value: ['bare', -3, true, { a: 'x&y' }],
    },
  )
  assert.match(encodeCall('a.b', ['<', 1, true, [{ c: 1.5 }]]), /&lt;.*<double>1.5</)
})
