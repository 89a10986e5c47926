import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHarness } from '../../core/testing/index.js'
import { standardPlugins } from '../../plugins/standard.js'
import { decodeResponse, encodeCall, type XmlRpcValue } from '../../sdk/xmlrpc/index.js'
import { COUNT, fuzz } from './mutations.js'

// The log rotates and the programs' logs are off, so that what grows is a leak.
const CONFIG = `[supervisord]
logfile_maxbytes=100KB
logfile_backups=1
[unix_http_server]
file=%(here)s/s
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[program:cat]
command=/bin/cat
startsecs=0
stdout_logfile_maxbytes=1KB
stdout_logfile_backups=0
[program:many]
command=/bin/cat
startsecs=0
numprocs=2
process_name=%(process_num)d
stdout_logfile=NONE
`

const CALLS: readonly (readonly [string, ...XmlRpcValue[]])[] = [
  ['supervisor.getState'],
  ['supervisor.getAllProcessInfo'],
  ['supervisor.getProcessInfo', 'cat'],
  ['supervisor.getAllConfigInfo'],
  ['supervisor.readLog', -10, 0],
  ['supervisor.startProcess', 'many:0', true],
  ['supervisor.startProcessGroup', 'many', false],
  ['supervisor.stopProcess', 'cat', false],
  ['supervisor.stopProcessGroup', 'many', true],
  ['supervisor.startAllProcesses', true],
  ['supervisor.signalProcess', 'cat', 'HUP'],
  ['supervisor.signalAllProcesses', 10],
  ['supervisor.sendProcessStdin', 'cat', 'text é'],
  ['supervisor.sendRemoteCommEvent', 'type', 'data'],
  ['supervisor.reloadConfig'],
  ['supervisor.addProcessGroup', 'many'],
  ['supervisor.removeProcessGroup', 'many'],
  ['supervisor.readProcessStdoutLog', 'cat', 0, 100],
  ['supervisor.tailProcessStdoutLog', 'cat', 0, 100],
  ['supervisor.tailProcessStderrLog', 'many:1', 5, 2_147_483_647],
  ['supervisor.clearProcessLogs', 'cat'],
  ['supervisor.clearAllProcessLogs'],
  ['system.listMethods'],
  ['system.methodHelp', 'supervisor.getState'],
  ['system.methodSignature', 'supervisor.getState'],
  [
    'system.multicall',
    [
      { methodName: 'supervisor.getProcessInfo', params: ['cat'] },
      { methodName: 'supervisor.startProcess', params: ['many:1', true] },
      { methodName: 'system.multicall', params: [[]] },
    ],
  ],
]

const WORDS = [
  '<value>',
  '</value>',
  '<string>',
  '<int>',
  '<i8>2147483648</i8>',
  '<double>nan</double>',
  '<boolean>2</boolean>',
  '<nil/>',
  '<array><data>',
  '</data></array>',
  '<struct><member><name>__proto__</name><value>1</value></member></struct>',
  '<dateTime.iso8601>20261121T00:00:00</dateTime.iso8601>',
  '<base64>////=</base64>',
  '<param>',
  '</params>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '<?xml version="1.1" encoding="utf-16"?>',
  '&amp;',
  '&#0;',
  '&#x110000;',
  '&lt',
  '__proto__',
  'constructor',
  'toString',
  'supervisor.',
  'cat:*',
  '*',
  '-1',
  '99999999999999999999',
  '1e308',
  '\0',
  '\u0001',
  '\ufeff',
  'é😀',
  '\r\n',
]

/** An answer may need time, for example for a program to end; after this many seconds it never comes. */
const PATIENCE_S = 100
const TURNS = 200

test(`a call of any content is answered with a value, a fault or a 4xx (${COUNT} seeded mutations)`, async (context) => {
  const harness = await createHarness(CONFIG, { plugins: standardPlugins })
  // The server loads its parts in its own time; from here on an answer needs turns only.
  await harness.rpc('supervisor.getState')
  const corpus = CALLS.map(([method, ...parameters]) => Buffer.from(encodeCall(method, parameters)))
  const outcomes = { value: 0, fault: 0, refused: 0 }

  async function ask(body: Buffer): Promise<{ status: number; body: string }> {
    let isSettled = false
    const settle = () => {
      isSettled = true
    }
    const answer = harness.request('POST', '/RPC2', body)
    answer.then(settle, settle)
    for (let turn = 0; !isSettled; turn += 1) {
      assert.ok(turn < TURNS + PATIENCE_S, 'it is not answered')
      await harness.advance(turn < TURNS ? 0 : 1_000)
    }
    return answer
  }

  await fuzz({ corpus, words: WORDS, token: /(?<=>)[^<>]+(?=<)/g }, COUNT, async (input) => {
    const answer = await ask(input)
    if (answer.status >= 400 && answer.status < 500) {
      outcomes.refused += 1
      return
    }
    assert.equal(answer.status, 200, answer.body)
    outcomes['fault' in decodeResponse(answer.body) ? 'fault' : 'value'] += 1
  })
  const state = decodeResponse((await ask(corpus[0] as Buffer)).body)
  assert.deepEqual(state, { value: { statecode: 1, statename: 'RUNNING' } })
  assert.ok(outcomes.value > 0 && outcomes.fault > 0 && outcomes.refused > 0)
  context.diagnostic(JSON.stringify(outcomes))
  await harness.stop()
})
