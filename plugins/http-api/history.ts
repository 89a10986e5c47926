// What happened to each process: its last state changes, and what it said before it crashed.

import type { HistoryEntry, LastOutput } from 'reeve/schemas/api-types'
import { isRunning, type Process, type ProcessState, type StateChange, type Supervisor } from 'reeve/sdk'
import { reasonOf } from './reasons.js'
import { signalName } from './signal-name.js'

/** Entries that are kept of one process. */
const KEPT_ENTRIES = 50
/** Crashes whose last words are kept, of all processes together. */
const KEPT_OUTPUTS = 200
const OUTPUT_BYTES = 2_048
const OUTPUT_LINES = 20

/** A change as it was seen, and what became known right after it. */
export interface Happening {
  readonly at: number
  readonly from: ProcessState
  readonly to: ProcessState
  readonly pid: number
  readonly tries: number
  readonly expected: boolean
  readonly exit: StateChange['exit']
  /** For the end of a run: how long it took. */
  readonly ranMs: number | null
  /** It was started again without a request. */
  readonly isAutomatic: boolean
  /** The daemon was leaving or starting over. */
  readonly isStopping: boolean
  spawnError: string | null
  waitingUntil: number | null
  output: LastOutput | null
}

export interface Histories {
  /** The oldest first. */
  of(process: Process): readonly HistoryEntry[]
  /** Calls after the changes of one turn, with each process that changed; the last listener counts. */
  onSettled: ((processes: ReadonlySet<Process>) => void) | null
}

export function createHistories(supervisor: Supervisor): Histories {
  const kept = new WeakMap<Process, Happening[]>()
  const restarts = new WeakMap<Process, number>()
  /** Where the log that crashes are explained from ended when the process was started. */
  const beginnings = new WeakMap<Process, number>()
  const outputs: Happening[] = []
  let fresh: { readonly process: Process; readonly happening: Happening }[] = []

  function remember(change: StateChange): void {
    const { process } = change
    const isAutomatic = process.restarts !== (restarts.get(process) ?? 0)
    restarts.set(process, process.restarts)
    const happening: Happening = {
      at: Math.trunc(change.at),
      from: change.from,
      to: change.to,
      pid: change.pid,
      tries: change.tries,
      expected: change.expected,
      exit: change.exit,
      ranMs: change.exit === null ? null : Math.max(0, Math.trunc(change.at - process.startedAt)),
      isAutomatic,
      isStopping: supervisor.state !== 'RUNNING',
      spawnError: null,
      waitingUntil: null,
      output: null,
    }
    if (change.to === 'STARTING') beginnings.set(process, explainingLog(process).log.tail(0, 0).offset)
    const entries = kept.get(process) ?? []
    if (entries.length === 0) kept.set(process, entries)
    entries.push(happening)
    if (entries.length > KEPT_ENTRIES) entries.shift()
    // What follows from a change (a retry, a restart) is planned right after it, and done no earlier than in the next turn.
    if (fresh.length === 0) supervisor.clock.soon(settle)
    fresh.push({ process, happening })
  }

  function settle(): void {
    const settled = fresh
    fresh = []
    for (const { process, happening } of settled) {
      const { deadline } = process
      if (happening.to === process.state && (deadline?.for === 'retry' || deadline?.for === 'restart')) {
        happening.waitingUntil = Math.trunc(supervisor.clock.now() + deadline.inMs)
      }
      if (happening.to === 'BACKOFF' || happening.to === 'FATAL') happening.spawnError = process.spawnError
      if (isCrash(happening)) keepOutput(process, happening)
    }
    histories.onSettled?.(new Set(settled.map(({ process }) => process)))
  }

  function keepOutput(process: Process, happening: Happening): void {
    happening.output = lastOutput(process, beginnings.get(process) ?? 0)
    if (happening.output === null) return
    outputs.push(happening)
    const oldest = outputs.length > KEPT_OUTPUTS ? outputs.shift() : undefined
    if (oldest !== undefined) oldest.output = null
  }

  const histories: Histories = {
    onSettled: null,
    of: (process) =>
      (kept.get(process) ?? []).map((happening) => ({
        at: happening.at,
        from: happening.from,
        to: happening.to,
        pid: happening.pid === 0 ? null : happening.pid,
        reason: reasonOf(happening, process.config),
        exitStatus: happening.exit?.code ?? null,
        exitSignal: signalName(happening.exit?.signal ?? null),
        ranMs: happening.ranMs,
        waitingUntil: happening.waitingUntil,
        output: happening.output,
      })),
  }
  supervisor.hooks.stateChange.tap('http-api', remember)
  return histories
}

/** An end that nobody asked for, other than with one of `exitcodes`. */
function isCrash({ exit, to, from }: Happening): boolean {
  return exit !== null && isRunning(from) && to !== 'STOPPED' && !(to === 'EXITED' && exit.expected)
}

/** stderr, or stdout where the two are one. */
function explainingLog({ config, stdoutLog, stderrLog }: Process) {
  return config.redirect_stderr
    ? ({ channel: 'stdout', log: stdoutLog } as const)
    : ({ channel: 'stderr', log: stderrLog } as const)
}

/** The end of what the run wrote; null where there is no log or nothing in it. `beginning` is its first byte. */
function lastOutput(process: Process, beginning: number): LastOutput | null {
  const { channel, log } = explainingLog(process)
  const end = log.tail(0, 0).offset
  // A log that is shorter than before was rotated or cleared.
  const written = end < beginning ? end : end - beginning
  if (written === 0) return null
  const { bytes } = log.tail(0, Math.min(written, OUTPUT_BYTES))
  // A character, and a line, that was cut at the beginning of the window says nothing.
  const text = bytes.toString('utf8').replace(/^\uFFFD+/, '')
  const lines = text.replace(/\n$/, '').split('\n')
  if (written > OUTPUT_BYTES && lines.length > 1) lines.shift()
  return { channel, text: lines.slice(-OUTPUT_LINES).join('\n') }
}
