// V8's optimizing compiler, kept out of the start: the launcher script starts Node with --no-opt.
//
// A start runs each function often enough to have it compiled and then never again. With 500 programs that costs 5 MB
// of resident memory, most of it pages of the compiler itself (Node 20: 12 MB more than without programs, 4.4 so).

import { setFlagsFromString } from 'node:v8'
import type { Clock } from '../clock/port.js'

const BOOT_MS = 1_000
const SETTLE_MS = 1_000

/**
 * Lets hot functions be compiled once the start is over; requests under load need it. Programs are started in one go,
 * so with many of them the first timer comes late, and only then the time begins in which they come to rest.
 */
export function optimizeAfterStart(clock: Clock): void {
  const after = (ms: number, callback: () => void) => clock.after(ms, callback, { background: true })
  after(BOOT_MS, () => after(SETTLE_MS, () => setFlagsFromString('--opt')))
}
