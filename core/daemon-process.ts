// What the daemon makes of its own process: user, limits, directory, umask.

import type { Config, ConfigNotice } from '../sdk/config.js'
import type { Logger } from '../sdk/logger.js'
import type { DaemonParts } from './daemon.js'
import { UsageError } from './errors.js'
import * as messages from './log/messages.js'

/** What is done once and for all: the user, then the limits, in Supervisor's order (LIFE-60). */
export function prepareProcess({ posix, config, softNofile }: DaemonParts): ConfigNotice[] {
  const { user, minfds, minprocs } = config.supervisord
  const notices: ConfigNotice[] = []
  if (user !== null) {
    const outcome = posix.dropPrivileges(user)
    if (!outcome.ok) throw new UsageError(outcome.message)
    notices.push({ level: 'info', text: outcome.message })
  } else if (posix.uid === 0) {
    notices.push({
      level: 'critical',
      text:
        'Supervisor is running as root. Privileges were not dropped because no user is set in the [supervisord] ' +
        'section; user=root there says that this is intended.',
    })
  }
  for (const [limit, minimum, original] of [
    ['RLIMIT_NOFILE', minfds, softNofile],
    ['RLIMIT_NPROC', minprocs, undefined],
  ] as const) {
    const outcome = posix.raiseLimit(limit, minimum, original)
    if (!outcome.ok) throw new UsageError(outcome.message)
    if (outcome.message !== null) notices.push({ level: 'info', text: outcome.message })
  }
  posix.setChildSoftNofile(Math.max(softNofile ?? 0, minfds))
  return notices
}

/** Directory and umask count only for a daemon in the background (CFG-SUPD-06, CFG-SUPD-14). */
export function leaveForeground({ posix, background }: DaemonParts, config: Config, logger: Logger): void {
  const { directory, umask } = config.supervisord
  if (background === null) {
    if (directory !== null) logger.info(`directory=${directory} has no effect in the foreground`)
    return
  }
  messages.daemonizing(logger)
  if (directory !== null) changeDirectory(directory, logger)
  posix.detach(background)
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
