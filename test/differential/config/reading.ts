// One configuration read by both parsers, in a shape in which they can be compared.

import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { readConfig } from '../../../core/config/index.js'
import { ConfigError } from '../../../core/errors.js'
import { createAccounts } from '../../../core/posix/accounts.js'
import { loadLibc } from '../../../core/posix/libc.js'
import { type Config, LOG_LEVELS, type ProcessConfig } from '../../../sdk/config.js'
import { definePlugin } from '../../../sdk/plugin.js'
import { repository } from '../../support/systems.js'

/** What a parser makes of a configuration: the fields of dump.py, or its first error. */
export type Outcome = Refusal | Result

export interface Refusal {
  readonly error: string
}

export interface Result {
  readonly warnings: readonly string[]
  readonly infos: readonly string[]
  readonly [part: string]: unknown
}

export function isRefusal(outcome: Outcome): outcome is Refusal {
  return typeof outcome.error === 'string'
}

/** The environment of both. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/bin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
  PERCENT: '50%',
  WORD: 'word',
}

/** The original's parser in a process of its own, asked again and again. */
export class ReferenceParser {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: AsyncIterator<string>

  constructor(workingDirectory: string) {
    const script = join(repository, 'test', 'differential', 'config', 'dump.py')
    this.#child = spawn('/usr/bin/python3', [script], {
      env: ENVIRONMENT,
      cwd: workingDirectory,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  async read(path: string): Promise<Outcome> {
    this.#child.stdin.write(`${path}\n`)
    const { value } = await this.#lines.next()
    const outcome = JSON.parse(String(value)) as Outcome | { readonly crash: string }
    if ('crash' in outcome) throw new Error(`the original ends with a traceback: ${outcome.crash}`)
    return outcome
  }

  async close(): Promise<void> {
    this.#child.stdin.end()
    if (this.#child.exitCode === null) await once(this.#child, 'exit')
  }
}

const claimant = definePlugin({
  name: 'claimant',
  sections: { rpcinterface: 'named', unix_http_server: 'any', inet_http_server: 'any' },
  apply() {},
})

/** What our reader makes of it. `error` is the first problem's text: the one that the original stops at. */
export function readOurs(file: string, workingDirectory: string): Outcome {
  let config: Config
  try {
    config = readConfig({
      file,
      plugins: [claimant],
      environment: ENVIRONMENT,
      accounts: createAccounts(loadLibc()),
      hostNodeName: hostname(),
      tempDirectory: '/tmp',
      workingDirectory,
    })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { error: error.problems[0]?.text ?? '' }
  }
  const { logformat: _, extensions: __, ...supervisord } = config.supervisord
  return {
    supervisord: { ...supervisord, loglevel: LEVELS[supervisord.loglevel] },
    groups: config.groups.map(({ name, priority, processes }) => ({
      name,
      priority,
      processes: processes.map(comparable),
    })),
    servers: inOpeningOrder(config),
    rpcinterfaces: config.sections
      .filter(({ kind }) => kind === 'rpcinterface')
      .map(({ name, values: { 'supervisor.rpcinterface_factory': _factory, ...values } }) => [name, values]),
    warnings: config.notices.filter(({ level }) => level === 'warn').map(({ text }) => text),
    infos: config.notices.filter(({ level }) => level === 'info').map(({ text }) => text),
  }
}

// The original's numbers, from the most to the least severe.
const NUMBERS = [50, 40, 30, 20, 10, 5, 3]
const LEVELS = Object.fromEntries(LOG_LEVELS.map((level, index) => [level, NUMBERS[index]]))

function comparable({
  of: _,
  source: __,
  program: ___,
  extensions: ____,
  serverurlAutomatic: _____,
  ...values
}: ProcessConfig) {
  return values
}

function inOpeningOrder({ sections }: Config): unknown[] {
  const servers = (kind: string) => sections.filter((section) => section.kind === kind)
  return [
    ...servers('inet_http_server').map(({ header, values }) => {
      const { username = null, password = null, port } = values as Record<string, unknown>
      return { section: header, username, password, ...(port as object) }
    }),
    ...servers('unix_http_server').map(({ header, values }) => {
      const { username = null, password = null, file, chmod, chown } = values as Record<string, unknown>
      const { uid = -1, gid = -1 } = (chown ?? {}) as { uid?: number; gid?: number }
      return { section: header, username, password, file, chmod, chown: [uid, gid] }
    }),
  ]
}
