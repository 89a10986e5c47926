// The two systems under test: where their executables are, and what this machine lacks to run them.

import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The real Supervisor, or ours. */
export type Kind = 'supervisor' | 'reeve'

export type Program = 'supervisord' | 'supervisorctl' | 'echo_supervisord_conf' | 'pidproxy'

/** What a test may need besides node. */
export type Part = Kind | 'root' | 'python3' | 'openssl' | 'chromium'

/** Debian's package of that name. */
export const CHROMIUM = '/usr/bin/chromium'

/** The repository, seen from a source file as from its compiled copy in `dist/`. */
export const repository = findRepository(dirname(fileURLToPath(import.meta.url)))

function findRepository(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('no package.json above the tests')
  return findRepository(parent)
}

/** The file to execute. The reference is Debian's package; its scripts name python3 by an absolute path. */
export function executable(kind: Kind, program: Program): string {
  return kind === 'supervisor' ? join('/usr/bin', program) : join(repository, 'core', 'bin', program)
}

const LACKING: Readonly<Record<Part, () => string | undefined>> = {
  supervisor: () => unlessRuns(executable('supervisor', 'supervisord'), "Debian's package supervisor"),
  reeve: () => unlessRuns(executable('reeve', 'supervisord'), 'the built daemon'),
  chromium: () => unlessRuns(CHROMIUM, "Debian's package chromium"),
  python3: () => unlessRuns('/usr/bin/python3', 'python3'),
  openssl: () => unlessRuns('/usr/bin/openssl', 'openssl'),
  root: () => (process.getuid?.() === 0 ? undefined : 'this test must be run as root'),
}

function unlessRuns(path: string, name: string): string | undefined {
  try {
    accessSync(path, constants.X_OK)
    return undefined
  } catch {
    return `${name} is not on this machine (${path})`
  }
}

/** The first part that is missing, in words; undefined when all are there. */
export function missing(parts: readonly Part[]): string | undefined {
  for (const part of parts) {
    const reason = LACKING[part]()
    if (reason !== undefined) return reason
  }
  return undefined
}

/**
 * The value for a test's `skip` option. With REEVE_NO_SKIP=1 nothing skips: the test then runs and fails, saying what
 * is missing.
 */
export function skipUnless(...parts: readonly Part[]): string | false {
  return process.env.REEVE_NO_SKIP === '1' ? false : (missing(parts) ?? false)
}

/** Throws a plain sentence when a part is missing. */
export function requireParts(...parts: readonly Part[]): void {
  const reason = missing(parts)
  if (reason !== undefined) throw new Error(`cannot run: ${reason}`)
}
