// The daemon's log at each start: where it goes, what is said first, and what is left when its file does not open.

import { dirname } from 'node:path'
import type { Config, ConfigNotice } from '../sdk/config.js'
import type { Logger } from '../sdk/logger.js'
import type { DaemonParts } from './daemon.js'
import { UsageError } from './errors.js'
import { createLogger, type DaemonLog, logOptions, type Syslog } from './log/index.js'
import { type LogFiles, LogOpenError } from './output/index.js'

export interface LogSurroundings extends Pick<DaemonParts, 'posix' | 'clock' | 'background'> {
  readonly config: Config
  readonly files: LogFiles
  readonly syslog: Syslog
}

/** Throws UsageError where the file cannot be opened. */
export function openLog(surroundings: LogSurroundings): DaemonLog {
  const { posix, clock, config, files, syslog } = surroundings
  const { nodaemon, silent } = config.supervisord
  try {
    const echo = nodaemon && !silent
    return createLogger({ posix, clock, files, ...logOptions(config.supervisord, syslog), echo })
  } catch (error) {
    if (!(error instanceof LogOpenError)) throw error
    const who =
      error.errno === 'EACCES'
        ? ` (uid ${posix.uid} may not write it or its directory ${dirname(error.path)})`
        : ''
    throw new UsageError(
      `could not open the log file ${error.path}: ${error.errno}${who}; check logfile in [supervisord]`,
    )
  }
}

/**
 * The same for a daemon that has no other configuration to go back to. Differs from Supervisor, which ends: all
 * programs are stopped already, and a folder that is gone must not keep them down ("a reload for which no log can be
 * opened any more goes on without a log file").
 */
export function openLogOrGoWithout(surroundings: LogSurroundings): {
  readonly log: DaemonLog
  readonly notices: readonly ConfigNotice[]
} {
  try {
    return { log: openLog(surroundings), notices: [] }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const [log, place] = openWithoutFile(surroundings)
    const text = `${error.message}; until the next reload there is no log file, and the log goes to ${place}`
    return { log, notices: [{ level: 'critical', text }] }
  }
}

/** A daemon in the background has no output of its own. */
function openWithoutFile({
  posix,
  clock,
  background,
  config,
  files,
  syslog,
}: LogSurroundings): [log: DaemonLog, place: string] {
  const options = { posix, clock, files, ...logOptions(config.supervisord, syslog), path: null }
  if (background === null) {
    try {
      return [createLogger({ ...options, syslog: null, echo: true }), 'standard output']
    } catch (error) {
      // No descriptor is left, for example.
      if (!(error instanceof LogOpenError)) throw error
    }
  }
  return [createLogger({ ...options, syslog, echo: false }), 'syslog']
}

/**
 * A daemon in the background whose only log is syslog could tell nobody that there is none: until it detaches, its
 * stderr is the operator's.
 */
export function alsoOnStderr({ background }: DaemonParts, logger: Logger): Logger {
  if (background === null) return logger
  return {
    ...logger,
    error(message) {
      logger.error(message)
      process.stderr.write(`Warning: ${message}\n`)
    },
  }
}

/** By severity, as Supervisor orders them. */
export function writeNotices({ logger }: DaemonLog, notices: readonly ConfigNotice[]): void {
  for (const level of ['critical', 'warn', 'info'] as const) {
    for (const notice of notices) if (notice.level === level) logger[level](notice.text)
  }
}
