// Daemons with an inet server, for the tests of who may do what.

import type { TestContext } from 'node:test'
import { API_ROOT } from '../../../schemas/generated/api-operations.js'
import { freePort } from '../../support/address.js'
import { type Daemon, type DaemonOptions, startDaemon } from '../../support/daemon.js'
import { Scratch } from '../../support/scratch.js'
import { waitFor } from '../../support/wait.js'

export const PROGRAMS = `[program:web]
command=sh -c 'echo hello; exec sleep 1000'
startsecs=0
[program:idle]
command=sleep 1000
autostart=false
startsecs=0
`

/** Waits until `web` runs and its word is in the log, which comes a moment later. */
export async function untilSaid(daemon: Daemon): Promise<void> {
  await daemon.until('web', 'RUNNING')
  await waitFor(async () => (await daemon.ask('readProcessStdoutLog', 'web', 0, 0)) === 'hello\n', {
    what: 'the output of web',
  })
}

/** A path of the API as it is described, about the program `web`. */
export function pathOf(text: string): string {
  const path = text.replace('{namespec}', 'web').replace('{group}', 'web').replace('{channel}', 'stdout')
  return `${API_ROOT}${path}`
}

export interface Inet {
  readonly daemon: Daemon
  readonly scratch: Scratch
  readonly port: number
  /** The same config file with another body of [inet_http_server]. */
  readonly sectionOf: (server: string) => string
}

export interface InetOptions extends Partial<DaemonOptions> {
  /** Keys of [inet_http_server] beside its port. */
  readonly server?: string
  /** Where it listens, as `port` has it. */
  readonly host?: string
  readonly scratch?: Scratch
}

/** A daemon with the base configuration, PROGRAMS, and an inet server; it ends with the test. */
export async function startInet(context: TestContext, options: InetOptions = {}): Promise<Inet> {
  const { server = '', host = '127.0.0.1', config = '', scratch = new Scratch(), ...more } = options
  const port = await freePort(host.replace(/^\[(.*)\]$/, '$1'))
  const sectionOf = (body: string) =>
    `${PROGRAMS}${config}\n[inet_http_server]\nport=${host}:${port}\n${body}\n`
  context.after(() => scratch.remove())
  const daemon = await startDaemon({ kind: 'reeve', ...more, scratch, config: sectionOf(server) })
  context.after(() => daemon.close())
  return { daemon, scratch, port, sectionOf }
}
