// Two equal daemons of the real Supervisor: the original's supervisorctl drives one, ours the other, line by line.

import assert from 'node:assert/strict'
import { normalise } from '../../differential/normalise.js'
import type { Address } from '../../support/address.js'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import type { RunResult } from '../../support/run.js'
import { run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { executable, type Kind } from '../../support/systems.js'
import type { Credentials } from '../../support/xmlrpc.js'

const KINDS = ['supervisor', 'reeve'] as const satisfies readonly Kind[]

export interface Side {
  readonly kind: Kind
  readonly daemon: Daemon
}

export interface TwinOptions {
  readonly config: (kind: Kind) => string
  readonly address?: (kind: Kind) => Address
  readonly credentials?: Credentials
  readonly prepare?: (scratch: Scratch) => void
}

export class Twin {
  readonly sides: readonly Side[]
  readonly #scratches: readonly Scratch[]

  private constructor(sides: readonly Side[], scratches: readonly Scratch[]) {
    this.sides = sides
    this.#scratches = scratches
  }

  static async start(options: TwinOptions): Promise<Twin> {
    const scratches: Scratch[] = []
    const starting = KINDS.map(async (kind) => {
      const scratch = new Scratch()
      scratches.push(scratch)
      options.prepare?.(scratch)
      const daemon = await startDaemon({
        kind: 'supervisor',
        scratch,
        config: options.config(kind),
        ...(options.address === undefined ? {} : { address: options.address(kind) }),
        ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
      })
      return { kind, daemon }
    })
    try {
      return new Twin(await Promise.all(starting), scratches)
    } catch (error) {
      for (const one of await Promise.allSettled(starting)) {
        if (one.status === 'fulfilled') await one.value.daemon.close()
      }
      for (const scratch of scratches) await scratch.remove()
      throw error
    }
  }

  async each(work: (side: Side) => Promise<unknown>): Promise<void> {
    await Promise.all(this.sides.map(work))
  }

  /** Runs both programs with the same arguments: stdout and exit status must be the same. Gives ours. */
  async compare(args: readonly string[], input?: string): Promise<Seen> {
    const [theirs, ours] = await Promise.all(
      this.sides.map(async ({ kind, daemon }) => {
        const seen = await see(kind, daemon.scratch, args, input)
        // The daemon gives the results of many processes in the order in which they happen to be done.
        return args.some(namesMany) ? { ...seen, stdout: [...seen.stdout].sort() } : seen
      }),
    )
    assert.ok(theirs !== undefined && ours !== undefined)
    assert.deepEqual(ours, theirs, `supervisorctl ${args.join(' ')}`)
    return ours
  }

  async close(): Promise<void> {
    for (const { daemon } of this.sides) await daemon.close()
    for (const scratch of this.#scratches) await scratch.remove()
  }
}

const namesMany = (word: string) => word === 'all' || word.endsWith(':*')

export interface Seen {
  readonly code: number | null
  readonly stdout: readonly string[]
}

/** What a script sees of one run; it reads the config file of the folder. */
export async function see(
  kind: Kind,
  scratch: Scratch,
  args: readonly string[],
  input?: string,
): Promise<Seen> {
  const result = await control(kind, scratch, ['-c', scratch.at('c.conf'), ...args], input)
  return { code: result.code, stdout: comparable(result.stdout, scratch) }
}

export function control(
  kind: Kind,
  scratch: Scratch,
  args: readonly string[],
  input?: string,
): Promise<RunResult> {
  return run(executable(kind, 'supervisorctl'), args, {
    directory: scratch.path,
    environment: scratch.mark,
    ...(input === undefined ? {} : { input }),
  })
}

const HELP_IN_PROSE = /^(Note: restart does not|The configuration is not) /

/** What ours has more than the original: commands in a block of their own, options of `status`. */
const ADDITIONS = /\nreeve commands \(type help <topic>\):\n=+\n[^\n]*\n\n|^status --(json|watch) [^\n]*\n/gm

/** Lines without what differs from run to run; of a line of help only its form, the words behind it are ours. */
export function comparable(text: string, scratch: Scratch): string[] {
  const shown = String(normalise(text, [scratch.path])).replace(ADDITIONS, '')
  const lines = shown.split('\n').filter((line) => !HELP_IN_PROSE.test(line))
  return lines.map((line) =>
    line
      .replace(/^([a-z]+( [^\t]*)?)\t.*$/, '$1\t')
      .replace(/^\t+.*$/, '\t')
      .replace(/^(supervisor> )?[1-9]\d*$/, '$1{number}')
      .replace(/error: <.*$/, 'error: {details}'),
  )
}
