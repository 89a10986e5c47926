// Where relative paths of the operator begin.

import { isAbsolute } from 'node:path'

/**
 * The current directory; where it was deleted (a deployment replaced it while a shell stood in it), what the shell still
 * calls it, so that absolute paths work and relative ones are named in an error.
 */
export function currentDirectory(): string {
  try {
    return process.cwd()
  } catch {
    const named = process.env.PWD
    return named !== undefined && isAbsolute(named) ? named : '/'
  }
}

/** Programs that start where nothing is any more would fail: then the daemon goes to the root. */
export function leaveDeletedDirectory(): void {
  try {
    process.cwd()
  } catch {
    process.chdir('/')
  }
}
