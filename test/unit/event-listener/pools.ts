// What the tests of pools share: a config with one program and the pools that a test wants, on the fake ports.

import { createHarness, type FakeChild, type Harness } from 'reeve/testing'
import { standardPlugins } from '../../../plugins/standard.js'
import { createEvent } from '../../../sdk/events.js'
import type { Plugin } from '../../../sdk/plugin.js'

const BASE = `[supervisord]
loglevel=debug
`

export const READY = 'READY\n'
export const OK = 'RESULT 2\nOK'
export const FAIL = 'RESULT 4\nFAIL'

/** The section of a pool that is told what clients send. */
export const pool = (name: string, more = '') =>
  `[eventlistener:${name}]\ncommand=/bin/cat\nevents=REMOTE_COMMUNICATION\nstartsecs=0\n${more}`

/** An event as it arrived. */
export interface Arrived {
  readonly header: Readonly<Record<string, string>>
  readonly payload: string
}

/** Takes a header and a payload off the text of a listener's stdin, as often as they are there. */
export function parseArrived(text: string): Arrived[] {
  const arrived: Arrived[] = []
  let rest = text
  while (rest !== '') {
    const end = rest.indexOf('\n')
    const header = Object.fromEntries(
      rest
        .slice(0, end)
        .split(' ')
        .map((token) => token.split(/:(.*)/s).slice(0, 2) as [string, string]),
    )
    const length = Number(header.len)
    arrived.push({ header, payload: rest.slice(end + 1, end + 1 + length) })
    rest = rest.slice(end + 1 + length)
  }
  return arrived
}

export interface PoolRig {
  readonly harness: Harness
  readonly listener: (name?: string) => FakeChild
  /** Lets a listener write, and what is due happen. */
  say(text: string | Buffer, name?: string): Promise<void>
  /** What arrived since the last call, as `NAME payload`. */
  arrived(name?: string): string[]
  headers(name?: string): Readonly<Record<string, string>>[]
  /** Something happens that pools can be subscribed to: REMOTE_COMMUNICATION. */
  send(text: string): Promise<void>
  log(pattern: RegExp): string[]
}

export async function startPools(config: string, more: readonly Plugin[] = []): Promise<PoolRig> {
  const harness = await createHarness(`${BASE}${config}`, { plugins: [...standardPlugins, ...more] })
  const listener = (name = 'pool') => harness.child(name)
  const take = (name?: string) => parseArrived(listener(name).readStdin())
  return {
    harness,
    listener,
    async say(text, name) {
      listener(name).write('stdout', text)
      await harness.advance(0)
    },
    arrived: (name) => take(name).map(({ header, payload }) => `${header.eventname} ${payload}`),
    headers: (name) => take(name).map(({ header }) => header),
    async send(text) {
      harness.supervisor.emit(() => createEvent('REMOTE_COMMUNICATION', () => text))
      await harness.advance(0)
    },
    log: (pattern) => harness.log().filter((line) => pattern.test(line)),
  }
}
