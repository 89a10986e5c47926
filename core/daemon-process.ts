// What the daemon makes of its own process: user, limits, directory, umask.

import { AUTO, type Config, type ConfigNotice } from '../sdk/config.js'
import type { Logger } from '../sdk/logger.js'
import { isWritableDirectory } from './config/temp-directory.js'
import type { DaemonParts } from './daemon.js'
import { UsageError } from './errors.js'
import * as messages from './log/messages.js'
import type { SystemPosix } from './posix/system.js'

/** What is done once and for all: the user, then the limits, in Supervisor's order (LIFE-60). Throws UsageError. */
export function prepareProcess({ posix, setup, softNofile }: DaemonParts): ConfigNotice[] {
  const { config } = setup
  const { minfds, minprocs } = config.supervisord
  const notices = takeUser(posix, config)
  for (const [limit, minimum, original] of [
    ['RLIMIT_NOFILE', minfds, softNofile],
    ['RLIMIT_NPROC', minprocs, undefined],
  ] as const) {
    const outcome = posix.raiseLimit(limit, minimum, original)
    if (!outcome.ok) throw new UsageError(outcome.message)
    if (outcome.message !== null) notices.push({ level: 'info', text: outcome.message })
  }
  posix.setChildSoftNofile(Math.max(softNofile ?? 0, minfds))
  const programs = config.groups.reduce((sum, { processes }) => sum + processes.length, 0)
  posix.reserveDescriptors(programs * DESCRIPTORS_OF_A_PROGRAM + DESCRIPTORS_OF_THE_DAEMON)
  return notices
}

/** Three pipes and two logs. */
const DESCRIPTORS_OF_A_PROGRAM = 5
const DESCRIPTORS_OF_THE_DAEMON = 50

/** Becomes the user that the configuration names, at each start (SIG-13). Throws UsageError. */
export function takeUser(posix: SystemPosix, config: Config): ConfigNotice[] {
  const { user } = config.supervisord
  if (user !== null) {
    const outcome = posix.dropPrivileges(user)
    if (!outcome.ok) throw new UsageError(outcome.message)
    return [{ level: 'info', text: outcome.message }]
  }
  if (posix.uid !== 0) return []
  const text =
    'Supervisor is running as root. Privileges were not dropped because no user is set in the [supervisord] ' +
    'section; user=root there says that this is intended.'
  return [{ level: 'critical', text }]
}

/** Said at the start, not when the first program fails for it. */
export function checkChildLogDirectory({ supervisord, groups }: Config, uid: number): ConfigNotice[] {
  const { childlogdir } = supervisord
  const isUsed = groups.some(({ processes }) =>
    processes.some(({ stdout_logfile, stderr_logfile }) => [stdout_logfile, stderr_logfile].includes(AUTO)),
  )
  if (!isUsed || isWritableDirectory(childlogdir)) return []
  const text =
    `childlogdir ${childlogdir} cannot be written by uid ${uid}: programs without log paths of their own cannot be ` +
    'started; check childlogdir in [supervisord]'
  return [{ level: 'warn', text }]
}

/** The daemon's directory and umask; in the foreground both stay as they are (CFG-SUPD-06, CFG-SUPD-14). */
export function enterBackground({ background }: DaemonParts, config: Config, logger: Logger): void {
  if (background === null) return
  const { directory, umask } = config.supervisord
  messages.daemonizing(logger)
  if (directory !== null) changeDirectory(directory, logger)
  process.umask(umask)
}

function changeDirectory(directory: string, logger: Logger): void {
  try {
    process.chdir(directory)
    messages.directoryChanged(logger, directory)
  } catch (error) {
    messages.directoryFailed(logger, directory, error instanceof Error ? error.message : String(error))
  }
}
