// Where logs go that have no place of their own, when `childlogdir` is not set (CLI-AUX-03).

import { accessSync, constants, statSync } from 'node:fs'
import { resolve } from 'node:path'

const VARIABLES = ['TMPDIR', 'TEMP', 'TMP']
const USUAL = ['/tmp', '/var/tmp', '/usr/tmp']

/** The first directory that can be written, in the order of Python's tempfile. */
export function findTempDirectory(
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): string {
  const named = VARIABLES.map((name) => environment[name] ?? '').filter((path) => path !== '')
  const candidates = [...named.map((path) => resolve(workingDirectory, path)), ...USUAL]
  return candidates.find(isWritableDirectory) ?? workingDirectory
}

/** Can this process make files there? */
export function isWritableDirectory(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK)
    return statSync(path).isDirectory()
  } catch {
    // Whatever the reason, it is not the place.
    return false
  }
}
