// A command that a plugin runs to its end, beside the supervised processes: to send a mail, to take a dump.

import { codedError } from './coded-error.js'

export interface RunOptions {
  /** What the command reads from its stdin; nothing unless given. */
  readonly input?: string | Uint8Array | undefined
  /** After so many milliseconds the command is killed, with its process group. 60,000 unless given. */
  readonly timeoutMs?: number | undefined
}

/** How a command ended. Exactly one of `code` and `signal` is a number. */
export interface RunResult {
  readonly code: number | null
  readonly signal: number | null
  readonly timedOut: boolean
  /** The first 64 KiB of what it wrote to stdout and stderr, together. */
  readonly output: string
}

/**
 * The program, found by PATH where it has no slash, and its arguments; no shell (`['/bin/sh', '-c', text]` is one).
 * Rejects with a RunError when it cannot be started.
 */
export type Run = (argv: readonly [string, ...string[]], options?: RunOptions) => Promise<RunResult>

/** Why a command did not start, in words for the operator. */
export class RunError extends codedError('RunError', 'REEVE_RUN') {}

/** How long a command may take, and how much of its output is kept. */
export const RUN_LIMITS = { timeoutMs: 60_000, outputBytes: 65_536 } as const

/** Null for a command that went well, else what went wrong, with the end of its output. */
export function describeFailure({ code, signal, timedOut, output }: RunResult): string | null {
  if (code === 0) return null
  const end = timedOut
    ? 'did not end in time'
    : code === null
      ? `died of signal ${signal}`
      : `ended with ${code}`
  const words = output.trim().split('\n').slice(-3).join(' ').slice(-300)
  return words === '' ? end : `${end}: ${words}`
}
