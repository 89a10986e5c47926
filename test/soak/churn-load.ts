// What clients and accidents do to a daemon, as endless lists of small steps.

import assert from 'node:assert/strict'
import { connect } from '../support/address.js'
import type { Daemon, ProcessInfo } from '../support/daemon.js'
import { kill } from '../support/processes.js'
import { pause } from '../support/wait.js'
import type { Value } from '../support/xmlrpc.js'
import { writePart } from './churn-config.js'

export type Step = (daemon: Daemon, round: number) => Promise<unknown>

/** Each is repeated for itself, beside the others. A fault is an answer; what throws ends the run. */
export const LOAD: readonly Step[] = [callMethods, sendNonsense, killPrograms, useControl]

const CAPTURED = '<!--XSUPERVISOR:BEGIN-->a thing to say<!--XSUPERVISOR:END-->\n'

async function callMethods(daemon: Daemon, round: number): Promise<void> {
  const worker = `worker:${round % 5}`
  const calls: readonly (readonly [string, ...Value[]])[] = [
    ['getAllProcessInfo'],
    ['getAllConfigInfo'],
    ['stopProcess', worker],
    ['startProcess', worker],
    ['tailProcessStdoutLog', 'flood:0', 0, 10_000],
    ['readLog', -5_000, 0],
    ['clearProcessLogs', 'flood:1'],
    ['sendProcessStdin', 'talk', round % 2 === 0 ? 'some words\n' : CAPTURED],
    ['sendRemoteCommEvent', 'soak', `round ${round}`],
    ['signalProcess', worker, 'CONT'],
    ['stopProcessGroup', 'flood'],
    ['startProcessGroup', 'flood', false],
    ['startProcess', 'missing'],
    ['getProcessInfo', 'nobody'],
    [
      'system.multicall',
      [
        { methodName: 'supervisor.stopProcess', params: [worker] },
        { methodName: 'supervisor.startProcess', params: [worker] },
        { methodName: 'no.method', params: [] },
      ],
    ],
  ]
  for (const [method, ...parameters] of calls) await daemon.call(method, ...parameters)
}

async function sendNonsense(daemon: Daemon): Promise<void> {
  const { status } = await daemon.http('POST', '/RPC2', { body: '<methodCall><what' })
  assert.equal(status, 400)
  for (const path of ['/', '/index.html?processname=nobody&action=stop', '/logtail/flood%3A0', '/nothing']) {
    await new Promise((resolve) => {
      const socket = connect(daemon.address)
      socket.on('error', resolve)
      // One byte of the answer, or none.
      socket.on('data', () => socket.destroy())
      socket.on('close', resolve)
      socket.write(path === '/' ? 'GET / HT' : `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
      if (path === '/') socket.destroySoon()
    })
  }
}

async function killPrograms(daemon: Daemon, round: number): Promise<void> {
  const infos = (await daemon.ask('getAllProcessInfo')) as readonly ProcessInfo[]
  for (const { pid, group } of infos) if (pid !== 0 && group !== 'flood') kill(pid, 'SIGKILL')
  if (round % 5 === 0) daemon.signal('SIGUSR2')
  await pause(100)
}

async function useControl(daemon: Daemon, round: number): Promise<void> {
  writePart(daemon.scratch, round)
  for (const line of ['update', 'status', 'restart worker:*', 'tail flood:0', 'signal HUP crash:*']) {
    const { stderr } = await daemon.control(line.split(' '))
    assert.equal(stderr, '', line)
  }
}
