// Signals by name.

import { constants } from 'node:os'

const NAMES = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]))

/** `SIGSEGV`; the number for a signal without a name. */
export function signalName(signal: number | null): string | null {
  return signal === null ? null : (NAMES.get(signal) ?? `signal ${signal}`)
}
