// Every method of supervisor.* and system.* through Python's xmlrpc.client, on both systems: RPC-30 to RPC-72.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { normalise } from '../../differential/normalise.js'
import { freePort } from '../../support/address.js'
import { type Daemon, startDaemon, writeConfig } from '../../support/daemon.js'
import { run } from '../../support/run.js'
import { type Kind, repository, skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'
import type { Outcome, Value } from '../../support/xmlrpc.js'

const SCRIPT = join(repository, 'test', 'e2e', 'daemon', 'programs', 'calls.py')
const KINDS = ['supervisor', 'reeve'] as const satisfies readonly Kind[]

const CONFIG = `[program:cat]
command=cat
startsecs=0
[program:talker]
command=sh -c "printf 'héllo <&> ]]>'; printf oops >&2; exec sleep 1000"
startsecs=0
autorestart=false
[program:idle]
command=sleep 1000
autostart=false
startsecs=0
[program:missing]
command=/nowhere/at/all
autostart=false
startretries=0
[group:crew]
programs=one,two
[program:one]
command=sleep 1000
startsecs=0
[program:two]
command=sleep 1000
startsecs=0
`

type Call = readonly [method: string, parameters?: readonly Value[]]

const s = (method: string, ...parameters: readonly Value[]): Call => [`supervisor.${method}`, parameters]

const CALLS: readonly Call[] = [
  s('getAPIVersion'),
  s('getVersion'),
  s('getIdentification'),
  s('getState'),
  s('getAllConfigInfo'),
  s('getAllProcessInfo'),
  s('getProcessInfo', 'cat'),
  s('getProcessInfo', 'crew:one'),
  s('getProcessInfo', 'nosuch'),
  s('getProcessInfo'),
  s('getProcessInfo', 'a', 'b'),
  s('startProcess', 'idle'),
  s('startProcess', 'idle'),
  s('startProcess', 'missing'),
  s('startProcess', 'crew:*'),
  s('stopProcess', 'idle', true),
  s('stopProcess', 'idle', 1),
  s('startProcess', 'idle', false),
  s('stopProcessGroup', 'crew'),
  s('startProcessGroup', 'crew', true),
  s('startProcessGroup', 'nosuch'),
  s('signalProcess', 'cat', 'CONT'),
  s('signalProcess', 'cat', 18),
  s('signalProcess', 'cat', 'BOGUS'),
  s('signalProcessGroup', 'crew', 'CONT'),
  s('signalAllProcesses', 'CONT'),
  s('sendProcessStdin', 'cat', 'wörds\n'),
  s('sendProcessStdin', 'missing', 'x'),
  s('sendRemoteCommEvent', 'type', 'data'),
  s('readLog', 0, 4),
  s('readMainLog', 0, 4),
  s('readLog', -4, 4),
  s('readProcessStdoutLog', 'talker', 0, 0),
  s('readProcessStderrLog', 'talker', 0, 0),
  s('readProcessLog', 'talker', -5, 0),
  s('readProcessStdoutLog', 'nosuch', 0, 0),
  s('tailProcessStdoutLog', 'talker', 0, 100),
  s('tailProcessStderrLog', 'talker', 0, 2),
  s('tailProcessLog', 'talker', 0, 100),
  s('clearProcessLogs', 'talker'),
  s('clearProcessLog', 'talker'),
  s('clearAllProcessLogs'),
  s('clearLog'),
  s('reloadConfig'),
  s('addProcessGroup', 'cat'),
  s('addProcessGroup', 'nosuch'),
  s('removeProcessGroup', 'cat'),
  s('removeProcessGroup', 'missing'),
  s('addProcessGroup', 'missing'),
  s('nosuch'),
  ['nosuch.method'],
  ['system.methodSignature', ['supervisor.startProcess']],
  ['system.methodSignature', ['supervisor.tailProcessStdoutLog']],
  ['system.methodSignature', ['nosuch']],
  ['system.methodHelp', ['nosuch']],
  [
    'system.multicall',
    [
      [
        { methodName: 'supervisor.getState', params: [] },
        { methodName: 'x', params: [1] },
      ],
    ],
  ],
  [
    'MultiCall',
    [
      ['supervisor.getIdentification', []],
      ['supervisor.getState', []],
    ],
  ],
]

/** Last of all: they stop what the others need. */
const AT_THE_END: readonly Call[] = [s('stopAllProcesses', true), s('startAllProcesses')]

/** Answered on both, with different contents. */
const OWN: readonly Call[] = [s('getPID'), s('getSupervisorVersion'), ['system.listMethods']]

describe("Python's xmlrpc.client", { skip: skipUnless('reeve', 'supervisor', 'python3') }, () => {
  const daemons = new Map<Kind, Daemon>()
  const urls = new Map<Kind, string>()

  before(async () => {
    await Promise.all(
      KINDS.map(async (kind) => {
        const port = await freePort()
        const daemon = await startDaemon({
          kind,
          config: `${CONFIG}[inet_http_server]\nport=127.0.0.1:${port}\nusername=üser\npassword=p:ss wörd%%\n`,
        })
        daemons.set(kind, daemon)
        const [user, password] = ['üser', 'p:ss wörd%'].map(encodeURIComponent)
        urls.set(kind, `http://${user}:${password}@127.0.0.1:${port}/RPC2`)
        for (const name of ['cat', 'talker', 'crew:one', 'crew:two']) await daemon.until(name, 'RUNNING')
        for (const method of ['readProcessStdoutLog', 'readProcessStderrLog']) {
          await waitFor(async () => (await daemon.ask(method, 'talker', 0, 0)) !== '', { what: 'the output' })
        }
      }),
    )
  })
  after(async () => {
    for (const daemon of daemons.values()) await daemon.close()
  })

  async function answers(kind: Kind, calls: readonly Call[], url = urls.get(kind) ?? ''): Promise<Outcome[]> {
    const input = JSON.stringify(calls.map(([method, parameters = []]) => [method, parameters]))
    // Requests keep the original's once-a-second loop turning.
    const nudge = setInterval(
      () =>
        void daemons
          .get('supervisor')
          ?.call('getState')
          .catch(() => {}),
      50,
    )
    const result = await run('/usr/bin/python3', [SCRIPT, url], { input }).finally(() => clearInterval(nudge))
    assert.equal(result.code, 0, result.stderr)
    const folder = daemons.get(kind)?.scratch.path ?? ''
    return (JSON.parse(result.stdout) as Outcome[]).map((outcome) => normalise(outcome, [folder]) as Outcome)
  }

  async function compare(calls: readonly Call[]): Promise<void> {
    const [theirs = [], ours = []] = await Promise.all(KINDS.map((kind) => answers(kind, calls)))
    for (const [index, call] of calls.entries()) {
      assert.deepEqual(comparable(ours[index]), comparable(theirs[index]), JSON.stringify(call))
    }
  }

  test('has the same answers and faults from both for each method', () => compare(CALLS))

  test('finds every method of the original in listMethods, with help', async () => {
    const [pid, version, methods] = await answers('reeve', OWN)
    assert.deepEqual(pid, { value: daemons.get('reeve')?.pid })
    assert.ok(version !== undefined && 'value' in version)
    assert.match(String(version.value), /^\d+\.\d+\.\d+$/)
    const theirs = (await answers('supervisor', OWN))[2]
    assert.ok(methods !== undefined && theirs !== undefined && 'value' in methods && 'value' in theirs)
    const ours = methods.value as readonly string[]
    assert.deepEqual(
      (theirs.value as readonly string[]).filter((name) => !ours.includes(name)),
      [],
    )

    // No method is left out here.
    const called = [...CALLS, ...AT_THE_END, ...OWN, s('restart'), s('shutdown')].map(([method]) => method)
    assert.deepEqual(
      (theirs.value as readonly string[]).filter((name) => !called.includes(name)),
      [],
    )

    const helps = await answers(
      'reeve',
      ours.map((name): Call => ['system.methodHelp', [name]]),
    )
    for (const [index, help] of helps.entries()) {
      assert.ok('value' in help && /@return/.test(String(help.value)), ours[index])
    }
  })

  test('talks over the unix socket through the transport that the original ships', async () => {
    const seen = await answers(
      'reeve',
      [s('getState')],
      `unix://${daemons.get('reeve')?.scratch.at('s.sock')}`,
    )
    assert.deepEqual(seen, [{ value: { statecode: 1, statename: 'RUNNING' } }])
  })

  test('stops, starts, restarts and ends everything', async () => {
    await compare(AT_THE_END)
    const daemon = daemons.get('reeve')
    assert.ok(daemon !== undefined)
    writeConfig(daemon.scratch, '')
    assert.deepEqual(await answers('reeve', [s('restart')], `unix://${daemon.scratch.at('s.sock')}`), [
      { value: true },
    ])
    await daemon.logged(/supervisord started with pid/, 2)
    assert.deepEqual(await answers('reeve', [s('shutdown')], `unix://${daemon.scratch.at('s.sock')}`), [
      { value: true },
    ])
    assert.equal(await daemon.exit(), 0)
  })
})

/**
 * Without the member of getAllConfigInfo that the original has had since 4.3; results of many processes by name, because
 * they come in the order in which they happen to be done.
 */
function comparable(outcome: Outcome | undefined): unknown {
  return JSON.parse(JSON.stringify(outcome), (name, value) => {
    if (name === 'autorestart') return undefined
    const areResults =
      Array.isArray(value) && value.every((one) => typeof one === 'object' && 'status' in one)
    return areResults ? value.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : value
  })
}
