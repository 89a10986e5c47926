// A daemon on fake ports that a real unix socket leads to, for the length of one test: for requests as odd as a test
// wants, and answers that go on.

import type { TestContext } from 'node:test'
import { type BootOptions, bootSupervisor, type Harness } from 'reeve/testing'
import type { Plugin, Section, Supervisor } from '../../../sdk/index.js'
import type { Address } from '../../support/address.js'

export interface Served {
  readonly harness: Harness
  readonly supervisor: Supervisor
  readonly address: Address
  /** What the log has said since the last call. */
  lines(): string[]
  /** Ends the daemon before the test does. */
  stop(): Promise<void>
}

export interface ServedOptions extends Pick<BootOptions, 'plugins' | 'onSpawn'> {
  /** The server section without its options; a unix socket unless given. */
  readonly section?: string
  /** Options of the server section. */
  readonly server?: string
  /** More sections. */
  readonly config?: string
  /** How much time passes with each turn of the event loop; none unless given. */
  readonly turnMs?: number
}

const UNIX = '[unix_http_server]\nfile=%(here)s/s'

export async function serve(
  context: TestContext,
  { section = UNIX, server = '', config = '', turnMs = 0, ...options }: ServedOptions = {},
): Promise<Served> {
  const harness = await bootSupervisor({
    config: `[supervisord]\nloglevel=trace\n${section}\n${server}\n${config}`,
    ...options,
  })
  const socketPath = (await harness.serverurl()).replace('unix://', '')
  let isOver = false
  // As the event loop of a daemon would: nobody waits in the test for what a request needs.
  const turning = (async () => {
    while (!isOver) await harness.advance(turnMs)
  })()
  let seen = 0
  const stop = async () => {
    isOver = true
    await turning
    await harness.stop()
  }
  context.after(stop)
  return {
    harness,
    supervisor: harness.supervisor,
    address: { socketPath },
    lines() {
      const all = harness.log()
      const fresh = all.slice(seen)
      seen = all.length
      return fresh
    },
    stop,
  }
}

/** A program that is RUNNING as soon as it is started. */
export const program = (name: string, more = '') =>
  `[program:${name}]\ncommand=/bin/cat\nautostart=false\nstartsecs=0\n${more}\n`

/** A plugin of a test. */
export const tapping = (apply: (supervisor: Supervisor) => void): Plugin => ({ name: 'test', apply })

/** A section as the config reader gives it. */
export function section(header: string, values: Readonly<Record<string, unknown>>): Section {
  const [kind, name = ''] = header.split(':') as [string, string?]
  const source = { file: '/test.conf', line: 1 }
  return { header, kind, name, values, source, locate: () => source }
}
