// Paths in values (CFG-TYP-09): `~`, normalization, and whether a directory exists.

import { statSync } from 'node:fs'
import { isAbsolute, join, normalize } from 'node:path'

/** Whom the password and group databases know. Numbers are ids. */
export interface Accounts {
  lookupUser(user: string | number): { readonly uid: number; readonly home?: string } | undefined
  lookupGroup(group: string | number): { readonly gid: number } | undefined
}

/** For where nobody has asked the system yet: `~` works, `~user` stays as it is. */
export const NO_ACCOUNTS: Accounts = { lookupUser: () => undefined, lookupGroup: () => undefined }

export interface PathContext {
  readonly accounts: Accounts
  /** The daemon's own. */
  readonly environment: Readonly<Record<string, string>>
  readonly workingDirectory: string
  /** Answers that were already given: thousands of programs log into the same directory. */
  readonly directories: Map<string, boolean>
}

/** `~` and `~user` at the beginning; a user nobody knows leaves the text as it is. */
export function expandHome(path: string, context: PathContext): string {
  if (!path.startsWith('~')) return path
  const slash = path.indexOf('/')
  const name = path.slice(1, slash === -1 ? path.length : slash)
  const rest = slash === -1 ? '' : path.slice(slash)
  const home =
    name === ''
      ? (context.environment.HOME ?? context.accounts.lookupUser(process.getuid?.() ?? 0)?.home)
      : context.accounts.lookupUser(name)?.home
  if (home === undefined) return path
  const joined = home.replace(/\/+$/, '') + rest
  return joined === '' ? '/' : joined
}

/** Absolute, without `.`, `..`, doubled or trailing slashes; symlinks stay. */
export function normalizePath(path: string, context: PathContext): string {
  const expanded = expandHome(path, context)
  const absolute = isAbsolute(expanded) ? expanded : join(context.workingDirectory, expanded)
  const clean = normalize(absolute)
  return clean.length > 1 ? clean.replace(/\/+$/, '') : clean
}

/** What stands before the last slash: empty without one, `/` for a file in the root. */
export function parentDirectory(path: string): string {
  const slash = path.lastIndexOf('/')
  if (slash === -1) return ''
  const directory = path.slice(0, slash + 1)
  return /^\/+$/.test(directory) ? directory : directory.replace(/\/+$/, '')
}

export function isDirectory(path: string, context: PathContext): boolean {
  const known = context.directories.get(path)
  if (known !== undefined) return known
  const found = statIsDirectory(path)
  context.directories.set(path, found)
  return found
}

// What cannot be looked at (permissions, a NUL in the name) is not an existing directory.
function statIsDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  } catch {
    return false
  }
}
