// Finds the config file of both programs (CFG-FMT-01 to CFG-FMT-03, EDGE-31).

import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../errors.js'

export interface Search {
  /** `-c` as typed, or null. */
  readonly given: string | null
  /** The program as it was called. */
  readonly program: string
  readonly workingDirectory: string
  /** Says whether an absolute path exists; the file system unless given. */
  readonly exists?: (path: string) => boolean
}

export interface LocatedConfig {
  /**
   * Absolute. Differs from Supervisor, which opens a relative path again from wherever daemonizing has taken it.
   * (Test: "a relative path is made absolute once".)
   */
  readonly file: string
  /** As typed or found, for Supervisor's messages. */
  readonly shownAs: string
}

/** The places that are searched without `-c`, in order. */
export function searchPaths(program: string): string[] {
  const above = dirname(program) === '.' && !program.startsWith('./') ? '' : parentOf(dirname(program))
  return [
    join(above, 'etc', 'supervisord.conf'),
    join(above, 'supervisord.conf'),
    'supervisord.conf',
    'etc/supervisord.conf',
    '/etc/supervisord.conf',
    '/etc/supervisor/supervisord.conf',
  ]
}

// Of `.` and of a bare name nothing is left, as in Python: then the paths count from the current directory.
function parentOf(directory: string): string {
  const parent = dirname(directory)
  return parent === '.' ? '' : parent
}

/** Null when there is none in the usual places: an error for supervisord, none for supervisorctl. */
export function locateConfig({
  given,
  program,
  workingDirectory,
  exists = existsSync,
}: Search): LocatedConfig | null {
  const shownAs = given ?? searchPaths(program).find((path) => exists(resolve(workingDirectory, path)))
  return shownAs === undefined ? null : { shownAs, file: resolve(workingDirectory, shownAs) }
}

/** As `locateConfig`, for supervisord. Throws UsageError. `warn` is told about a search as root. */
export function requireConfig(search: Search, uid: number, warn: (text: string) => unknown): LocatedConfig {
  if (search.given === null && uid === 0) {
    warn(
      'Supervisord is running as root and searches the default places for its configuration file, its current ' +
        'directory among them; for security, name the file with -c and an absolute path.',
    )
  }
  const found = locateConfig(search)
  if (found !== null) return found
  const searched = searchPaths(search.program).join(', ')
  throw new UsageError(`No config file found at default paths (${searched}); name one with the -c option`)
}
