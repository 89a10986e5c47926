// The generated names of child logs (LOG-21), and which of them are left over from an earlier run (LOG-22).
//
// A name must say whose it is, because instances with the same identifier share a directory, usually /tmp, and each
// deletes leftovers at its start. Supervisor's eight random characters become five for the daemon's pid and three at
// random: the form is the same, no second file is needed, and after a crash the record is still right.

import { join } from 'node:path'
import type { Logger } from '../../sdk/logger.js'
import { childLogDirectoryFailed, cleanUpFailed } from '../log/messages.js'
import type { Posix } from '../posix/port.js'

const PID_DIGITS = 5
const RANDOM_DIGITS = 3
const RADIX = 36

export interface AutoLogName {
  readonly process: string
  readonly channel: 'stdout' | 'stderr'
  readonly identifier: string
  readonly pid: number
}

/** `web-stdout---supervisor-00abcxyz.log`: another one at each call. */
export function autoLogName({ process, channel, identifier, pid }: AutoLogName): string {
  const owner = pid.toString(RADIX).padStart(PID_DIGITS, '0')
  // Not a secret: the file is created exclusively, and a name that is taken is tried again.
  const random = Math.floor(Math.random() * RADIX ** RANDOM_DIGITS)
    .toString(RADIX)
    .padStart(RANDOM_DIGITS, '0')
  // Only an expanded name can have slashes; they must not lead out of the directory.
  return `${process.replaceAll('/', '_')}-${channel}---${identifier}-${owner}${random}.log`
}

/** The pid in a generated name; undefined for a name of another form, 0 for one that carries no pid of ours. */
export function autoLogOwner(name: string, identifier: string): number | undefined {
  const mark = `---${identifier}-`
  const at = name.indexOf(mark, 1)
  if (at === -1) return undefined
  const match = /^(\S+)\.log(?:\.\d{1,4})?$/.exec(name.slice(at + mark.length))
  if (match?.[1] === undefined) return undefined
  return /^[0-9a-z]{8}$/.test(match[1]) ? Number.parseInt(match[1].slice(0, PID_DIGITS), RADIX) : 0
}

export interface CleanChildLogsOptions {
  readonly posix: Pick<Posix, 'list' | 'unlink' | 'kill' | 'pid'>
  readonly log: Logger
  readonly directory: string
  readonly identifier: string
}

/**
 * Deletes generated logs of runs that have ended, and our own of before a restart.
 *
 * Differs from Supervisor: logs of another live daemon stay (EDGE-34), and the identifier is no regular expression.
 * Test: "the generated logs of another live daemon stay".
 */
export function cleanChildLogs({ posix, log, directory, identifier }: CleanChildLogsOptions): void {
  const names = posix.list(directory)
  if ('errno' in names) {
    childLogDirectoryFailed(log)
    return
  }
  for (const name of names) {
    const owner = autoLogOwner(name, identifier)
    if (owner === undefined || isOtherAlive(posix, owner)) continue
    const path = join(directory, name)
    const errno = posix.unlink(path)
    if (errno !== undefined && errno !== 'ENOENT') cleanUpFailed(log, path)
  }
}

function isOtherAlive(posix: Pick<Posix, 'kill' | 'pid'>, owner: number): boolean {
  if (owner <= 1 || owner > MAX_PID || owner === posix.pid) return false
  return posix.kill(owner, 0) !== 'ESRCH'
}

/** Linux's limit; random characters of Supervisor's own rarely decode below it. */
const MAX_PID = 4_194_304
