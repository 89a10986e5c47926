// XML-RPC and HTTP: DIFF-37 to DIFF-40.

import { exchange } from '../../support/address.js'
import type { Daemon } from '../../support/daemon.js'
import { waitFor } from '../../support/wait.js'
import { decodeOutcome, encodeCall, post, type Value } from '../../support/xmlrpc.js'
import { scenario } from '../stage.js'

/** What a client sees of a call: the HTTP status, and the outcome or why it cannot be read. */
async function seen(daemon: Daemon, method: string, ...params: readonly Value[]): Promise<unknown> {
  const answer = await post(daemon.address, encodeCall(`supervisor.${method}`, params))
  if (answer.status !== 200) return { status: answer.status }
  try {
    return decodeOutcome(answer.body.toString('utf8'))
  } catch {
    return { status: 200, body: 'is not well-formed' }
  }
}

const READS = [
  [0, 0],
  [-3, 0],
  [-3, 1],
  [0, -1],
  [99, 0],
  [2, 3],
  [-99, 0],
  [10, 1],
] as const
const TAILS = [
  [0, 10],
  [4, 10],
  [8, 4],
  [9, 5],
  [10, 5],
  [2, 7],
  [0, 0],
  [-1, 4],
  [0, -4],
  [99, 5],
] as const

export const RPC = [
  scenario('DIFF-37', 'windows of a log are cut alike', async (stage) => {
    const daemon = await stage.daemon(`[program:ten]
command=sh -c "printf 0123456789; exec sleep 1000"
stdout_logfile=%(here)s/ten.out
[program:none]
command=sleep 1000
stdout_logfile=NONE
stderr_logfile=%(here)s/none.err`)
    await daemon.until('none', 'RUNNING')
    await waitFor(() => stage.scratch.read('ten.out').length === 10, { what: 'ten bytes' })
    for (const [offset, length] of READS) {
      stage.note(
        `read ${offset} ${length}`,
        await seen(daemon, 'readProcessStdoutLog', 'ten', offset, length),
      )
    }
    for (const [offset, length] of TAILS) {
      stage.note(
        `tail ${offset} ${length}`,
        await seen(daemon, 'tailProcessStdoutLog', 'ten', offset, length),
      )
    }
    stage.note('read without a log', await seen(daemon, 'readProcessStdoutLog', 'none', 0, 0))
    stage.note('tail without a log', await seen(daemon, 'tailProcessStdoutLog', 'none', 0, 10))
    stage.note('read an empty log', await seen(daemon, 'readProcessStderrLog', 'none', 0, 0))
    stage.note('read of nobody', await seen(daemon, 'readProcessStdoutLog', 'nosuch', 0, 0))
    stage.note('tail of nobody', await seen(daemon, 'tailProcessStderrLog', 'nosuch', 0, 0))
  }),

  scenario('DIFF-38', 'a log that XML cannot carry', async (stage) => {
    const program = (name: string, text: string) =>
      `[program:${name}]\ncommand=sh -c "printf '${text}'; exec sleep 1000"\nstdout_logfile=%(here)s/${name}.out\n`
    const daemon = await stage.daemon(
      program('accent', 'ab\\303\\251cd') +
        program('colour', '\\033[31mred\\033[0m') +
        program('zero', 'a\\000b'),
    )
    for (const [name, size] of [
      ['accent', 6],
      ['colour', 12],
      ['zero', 3],
    ] as const) {
      await waitFor(() => stage.scratch.read(`${name}.out`) !== '', { what: `the output of ${name}` })
      stage.note(`size of ${name}`, Buffer.byteLength(stage.scratch.read(`${name}.out`)) === size)
    }
    stage.note('whole', await seen(daemon, 'readProcessStdoutLog', 'accent', 0, 0))
    stage.note('cut at the end', await seen(daemon, 'readProcessStdoutLog', 'accent', 0, 3))
    stage.note('cut at the beginning', await seen(daemon, 'readProcessStdoutLog', 'accent', -3, 0))
    stage.note('tail cut at the beginning', await seen(daemon, 'tailProcessStdoutLog', 'accent', 0, 3))
    stage.note('colour', await seen(daemon, 'readProcessStdoutLog', 'colour', 0, 0))
    stage.note('zero', await seen(daemon, 'tailProcessStdoutLog', 'zero', 0, 100))
  }),

  scenario('DIFF-39', 'multicall answers in order, with bare values', async (stage) => {
    const daemon = await stage.daemon('[program:x]\ncommand=sleep 1000\nautostart=false\nstartsecs=0')
    const one = (methodName: string, ...params: Value[]) => ({ methodName, params })
    const results = (await daemon.ask('system.multicall', [
      one('supervisor.getPID'),
      one('supervisor.nothing'),
      { params: [] },
      one('system.multicall', []),
      one('supervisor.startProcess', 'x'),
      one('supervisor.stopProcess', 'x'),
      one('supervisor.getProcessInfo', 'nosuch'),
      { methodName: 'supervisor.getAPIVersion' },
    ])) as readonly Value[]
    stage.note('results', [results[0] === daemon.pid, ...results.slice(1)])
    stage.note('a string', await seenSystem(daemon, 'multicall', 'text'))
    stage.note('signature', await seenSystem(daemon, 'methodSignature', 'supervisor.startProcess'))
    stage.note('signature of nothing', await seenSystem(daemon, 'methodSignature', 'supervisor.nothing'))
    stage.note('methods', await seenSystem(daemon, 'listMethods'))
  }),

  scenario('DIFF-40', 'odd requests get their status or fault', async (stage) => {
    const daemon = await stage.daemon('')
    const status = async (...request: Parameters<Daemon['http']>) => (await daemon.http(...request)).status
    stage.note('GET /RPC2', await status('GET', '/RPC2'))
    stage.note('POST of junk', await status('POST', '/RPC2', { body: 'junk' }))
    stage.note(
      'POST without a method',
      await status('POST', '/RPC2', { body: '<methodCall><params/></methodCall>' }),
    )
    const withoutLength = 'POST /RPC2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    stage.note('POST without a length', (await exchange(daemon.address, withoutLength)).status)
    stage.note(
      'POST /RPC2zzz',
      await status('POST', '/RPC2zzz', { body: encodeCall('supervisor.getState', []) }),
    )
    stage.note('three dots', await seen(daemon, 'a.b.c'))
    stage.note('private', await seen(daemon, '_update', 'x'))
    stage.note(
      'no namespace',
      decodeOutcome((await post(daemon.address, encodeCall('getState', []))).body.toString()),
    )
    stage.note('wrong arity', await seen(daemon, 'getState', 1))
    stage.note('missing argument', await seen(daemon, 'getProcessInfo'))
    stage.note('/logtail of nobody', await status('GET', '/logtail/x'))
    for (const [method, path] of [
      ['GET', '/ok.html'],
      ['HEAD', '/ok.html'],
      ['HEAD', '/'],
      ['HEAD', '/tail.html'],
      ['PUT', '/'],
      ['OPTIONS', '/index.html'],
      ['GET', '/nothing'],
    ] as const) {
      stage.note(`${method} ${path}`, await status(method, path))
    }
    stage.note('ok', (await daemon.http('GET', '/ok.html')).body.toString())
  }),
]

async function seenSystem(daemon: Daemon, method: string, ...params: readonly Value[]): Promise<unknown> {
  const answer = await post(daemon.address, encodeCall(`system.${method}`, params))
  return answer.status === 200 ? decodeOutcome(answer.body.toString('utf8')) : { status: answer.status }
}
