// Decisions about ends and restarts, as pure functions of times and configuration.

import type { ProcessConfig } from '../../sdk/config.js'
import type { ChildExit } from '../posix/port.js'

/** How a process ended, in the words and numbers of the log and of the API. */
export interface ExitVerdict {
  /** `exit status 3`, `terminated by SIGKILL (core dumped)`. */
  readonly how: string
  /** The exit code; -1 after death by a signal. */
  readonly status: number
  /** Is the code one of `exitcodes`? Never after death by a signal. */
  readonly expected: boolean
  /** It ended before `startsecs` had passed. With startsecs=0 no end is too quick (LIFE-24). */
  readonly tooQuick: boolean
}

/** Judges one end (LIFE-11, LIFE-14, LIFE-27). `upMs` is the time since the spawn on the monotonic clock. */
export function classifyExit(
  exit: ChildExit,
  upMs: number,
  config: Pick<ProcessConfig, 'exitcodes' | 'startsecs'>,
  signalName: (signal: number) => string | undefined,
): ExitVerdict {
  const status = exit.code ?? -1
  return {
    how: describeExit(exit, signalName),
    status,
    expected: config.exitcodes.includes(status),
    tooQuick: upMs < config.startsecs * 1000,
  }
}

/** The words for an end (LIFE-27). */
export function describeExit(exit: ChildExit, signalName: (signal: number) => string | undefined): string {
  if (exit.code !== null) return `exit status ${exit.code}`
  if (exit.signal === null) return `unknown termination cause 0x${exit.raw.toString(16).padStart(4, '0')}`
  const name = signalName(exit.signal) ?? `signal ${exit.signal}`
  return `terminated by ${name}${exit.coreDumped ? ' (core dumped)' : ''}`
}

/** Does `autorestart` want a process that ended by itself back (LIFE-15)? */
export function shouldRestart(autorestart: boolean | 'unexpected', expected: boolean): boolean {
  return autorestart === 'unexpected' ? !expected : autorestart
}

/** Milliseconds to wait after the n-th failed start in a row (LIFE-11). */
export function backoffDelayMs(failedStarts: number): number {
  return failedStarts * 1000
}

/** Has a process failed to start too often (LIFE-13)? */
export function shouldGiveUp(failedStarts: number, startretries: number): boolean {
  return failedStarts > startretries
}

/** How long a stop may take before the next KILL, which is never repeated faster than once a second (EDGE-21). */
export function killDelayMs(stopwaitsecs: number, killsSent: number): number {
  return Math.max(stopwaitsecs, killsSent === 0 ? 0 : 1) * 1000
}

/** Restarts that a process may make at once, and how fast they come back. */
const PACE = { inHand: 20, regainMs: 1000 } as const

/** The respawn budget of one process. `atMs` is monotonic. */
export interface RespawnPace {
  readonly inHand: number
  readonly atMs: number
}

export const FULL_PACE: RespawnPace = { inHand: PACE.inHand, atMs: 0 }

/** What the budget holds at `nowMs`; a fraction is on its way back. */
export function restartsInHand(pace: RespawnPace, nowMs: number): number {
  return Math.min(PACE.inHand, pace.inHand + (nowMs - pace.atMs) / PACE.regainMs)
}

/**
 * Takes one restart from the budget. Supervisor's loop of one pass a second was the only brake on a program that ends
 * at once with startsecs=0; without it 20 restarts are immediate and then one a second, counted from the last spawn.
 */
export function paceRespawn(
  pace: RespawnPace,
  nowMs: number,
  lastSpawnMs: number,
): { readonly delayMs: number; readonly pace: RespawnPace } {
  const inHand = restartsInHand(pace, nowMs)
  if (inHand >= 1) return { delayMs: 0, pace: { inHand: inHand - 1, atMs: nowMs } }
  const delayMs = Math.max(1, lastSpawnMs + PACE.regainMs - nowMs)
  return {
    delayMs,
    pace: { inHand: Math.max(0, inHand + delayMs / PACE.regainMs - 1), atMs: nowMs + delayMs },
  }
}
