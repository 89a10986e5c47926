// What a scenario acts on: one of the two systems, a folder, and the transcript that it writes.

import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { Daemon, type DaemonOptions, startDaemon, writeConfig } from '../support/daemon.js'
import { type RunResult, run } from '../support/run.js'
import { Scratch } from '../support/scratch.js'
import { executable, type Kind, type Part } from '../support/systems.js'
import type { Value } from '../support/xmlrpc.js'
import { normalise } from './normalise.js'

export interface Scenario {
  /** As in section 13 of the specification, such as `DIFF-05`. */
  readonly id: string
  readonly title: string
  readonly needs: readonly Part[]
  readonly play: (stage: Stage) => Promise<void>
}

export function scenario(
  id: string,
  title: string,
  play: Scenario['play'],
  needs: readonly Part[] = [],
): Scenario {
  return { id, title, needs, play }
}

export interface Note {
  readonly what: string
  readonly value: unknown
}

/** How a daemon that should refuse to start ended; `started` when it did start. */
export type Refusal =
  | 'started'
  | { readonly code: number | null; readonly stdout: string; readonly stderr: string[] }

type AttemptOptions = Partial<DaemonOptions> & { readonly prepare?: (scratch: Scratch) => void }

export class Stage {
  readonly kind: Kind
  readonly scratch: Scratch
  readonly notes: Note[] = []
  readonly #scratches: Scratch[]
  readonly #daemons: Daemon[] = []

  /** The system that is not this one; where the reference is compared with itself, it is the reference. */
  readonly other: Kind

  constructor(kind: Kind, other: Kind) {
    this.kind = kind
    this.other = other
    this.scratch = new Scratch()
    this.#scratches = [this.scratch]
  }

  /** Writes into the transcript. Values that differ between the systems must be agreed on, or the scenario fails. */
  note(what: string, value: unknown): void {
    const folders = this.#scratches.map((scratch) => scratch.path)
    this.notes.push({ what, value: normalise(value, folders) })
  }

  /**
   * For what is a race in the reference: ours must be what the specification wants, the reference one of its known
   * results. Nothing is compared.
   */
  racy(
    what: string,
    value: unknown,
    known: { readonly want: unknown; readonly reference: readonly unknown[] },
  ): void {
    const folders = this.#scratches.map((scratch) => scratch.path)
    const seen = normalise(value, folders)
    if (this.kind === 'reeve') assert.deepEqual(seen, known.want, what)
    else
      assert.ok(
        known.reference.some((one) => isDeepStrictEqual(one, seen)),
        `${what}: ${JSON.stringify(seen)}`,
      )
  }

  /** Starts a daemon in the stage's folder and waits until it is ready. */
  async daemon(config: string, more: Partial<DaemonOptions> = {}): Promise<Daemon> {
    const daemon = await startDaemon({ kind: this.kind, scratch: this.scratch, config, ...more })
    this.#daemons.push(daemon)
    return daemon
  }

  /** Starts a daemon that should refuse, in a folder of its own which `prepare` may fill. */
  async refused(config: string, more: AttemptOptions = {}): Promise<Refusal> {
    const result = await this.attempt(config, more)
    return result instanceof Daemon ? 'started' : result
  }

  /** Starts a daemon that may refuse. */
  async attempt(config: string, more: AttemptOptions = {}): Promise<Daemon | Exclude<Refusal, string>> {
    const { prepare, ...options } = more
    const scratch = this.folder()
    prepare?.(scratch)
    const daemon = await startDaemon({ kind: this.kind, scratch, config, unready: true, ...options })
    this.#daemons.push(daemon)
    const started = daemon.log.waitFor(/supervisord started with pid/).then(
      () => true,
      () => false,
    )
    if (await started) return daemon
    const code = await daemon.exit()
    await daemon.stderr.end
    return { code, stdout: daemon.log.text, stderr: daemon.stderr.all }
  }

  /** One more folder that lives as long as the stage. */
  folder(): Scratch {
    const scratch = new Scratch()
    this.#scratches.push(scratch)
    return scratch
  }

  /** Runs supervisorctl without a daemon of this stage. */
  control(config: string, args: readonly string[]): Promise<RunResult> {
    const file = writeConfig(this.scratch, config)
    return run(executable(this.kind, 'supervisorctl'), ['-c', file, ...args], {
      environment: this.scratch.mark,
    })
  }

  async close(): Promise<void> {
    for (const daemon of this.#daemons) await daemon.close()
    for (const scratch of this.#scratches) await scratch.remove()
  }
}

/** The log lines that name a program, without those that only say that time passes. */
export function about(daemon: Daemon, name: string): string[] {
  const word = new RegExp(`(^|[^\\w/.-])${name}([^\\w/.-]|$)`)
  return daemon.written.filter((line) => word.test(line) && !/ waiting for .* to (stop|die)$/.test(line))
}

/** Runs supervisorctl and gives what a script sees of it. */
export async function ctl(
  daemon: Daemon,
  ...args: readonly string[]
): Promise<{ code: number | null; output: string[] }> {
  const result = await daemon.control(args)
  const output = lines(result.stdout + result.stderr)
  return { code: result.code, output: FOLLOWED_BY_HELP.test(output[0] ?? '') ? output.slice(0, 1) : output }
}

// The help texts are ours; scripts do not match them.
const FOLLOWED_BY_HELP = /^Error: /

export function lines(text: string): string[] {
  return text.replace(/\n$/, '').split('\n')
}

/** Members of a struct, by name. */
export function pick(struct: Value, ...names: readonly string[]): Record<string, unknown> {
  const members = struct as Readonly<Record<string, Value>>
  return Object.fromEntries(names.map((name) => [name, members[name]]))
}

/** The seconds between two log lines. */
export function secondsBetween(earlier: string, later: string): number {
  return (timeOf(later) - timeOf(earlier)) / 1000
}

function timeOf(line: string): number {
  const time = Date.parse(line.slice(0, 23).replace(' ', 'T').replace(',', '.'))
  if (Number.isNaN(time)) throw new Error(`no time stamp: ${line}`)
  return time
}
