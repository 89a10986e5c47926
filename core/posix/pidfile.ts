// The pidfile: one decimal number and a newline (SIG-10).

import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import type { ErrnoName } from './port.js'

/** Writes the file with the mode that the umask leaves. Returns the errno of a failure. */
export function writePidfile(path: string, pid: number): ErrnoName | undefined {
  try {
    writeFileSync(path, `${pid}\n`)
    return undefined
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}

/**
 * Removes what `writePidfile` wrote. A failure is of no consequence.
 * Differs from Supervisor: a file that holds another pid stays, because a second daemon started on the same config
 * has overwritten it ("a pidfile that another daemon overwrote is left alone").
 */
export function removePidfile(path: string, pid: number): void {
  try {
    if (readFileSync(path, 'utf8').trim() === String(pid)) unlinkSync(path)
  } catch {
    // Gone, or not ours to remove any more.
  }
}
