// The daemon's life: one supervisor after the other, until one of them ends with a shutdown.

import type { Config, ConfigNotice } from '../sdk/config.js'
import type { Clock } from './clock/port.js'
import { leaveForeground, prepareProcess } from './daemon-process.js'
import { reactToSignals } from './daemon-signals.js'
import { UsageError } from './errors.js'
import { createLogger, type DaemonLog } from './log/index.js'
import * as messages from './log/messages.js'
import type { ModuleLoader } from './module-loader.js'
import { createLogFiles, LogOpenError } from './output/index.js'
import type { PluginEntry } from './plugin-list.js'
import type { DaemonStatus } from './posix/daemonize.js'
import { removePidfile, writePidfile } from './posix/pidfile.js'
import { bindServer } from './posix/sockets.js'
import type { SystemPosix } from './posix/system.js'
import { containStrayErrors } from './stray-errors.js'
import { type Outcome, SupervisorCore } from './supervisor.js'

export interface DaemonParts {
  readonly posix: SystemPosix
  readonly clock: Clock
  readonly config: Config
  readonly readConfig: () => Config
  readonly plugins: readonly PluginEntry[]
  readonly modules: ModuleLoader
  /** The environment that children start from. */
  readonly environment: Readonly<Record<string, string>>
  /** The soft limit of open files that the operator started this program with. */
  readonly softNofile: number | undefined
  /** How to leave the foreground; null stays there. */
  readonly background: DaemonStatus | null
}

/** Supervises until a shutdown is complete. Throws a UsageError or PluginError for what prevents the start. */
export async function runDaemon(parts: DaemonParts): Promise<void> {
  const notices = prepareProcess(parts)
  let isFirst = true
  let config = parts.config
  let serials: Readonly<Record<string, number>> = {}
  for (;;) {
    const outcome = await runOnce(parts, config, serials, isFirst ? notices : [], isFirst)
    if (outcome.kind === 'shutdown') return
    ;({ config, serials } = outcome)
    isFirst = false
  }
}

async function runOnce(
  parts: DaemonParts,
  config: Config,
  serials: Readonly<Record<string, number>>,
  notices: readonly ConfigNotice[],
  isFirst: boolean,
): Promise<Outcome> {
  const { posix, clock } = parts
  const files = createLogFiles({ posix, clock })
  const log = openLog(parts, config, files)
  writeNotices(log, [...notices, ...config.notices])
  const supervisor = new SupervisorCore({
    posix,
    clock,
    log,
    files,
    config,
    readConfig: parts.readConfig,
    plugins: parts.plugins,
    modules: parts.modules,
    environment: parts.environment,
    serials,
    bind: (server, address) => bindServer(server, address, { onNotice: (line) => log.logger.warn(line) }),
  })
  const forgetSignals = reactToSignals(posix, supervisor)
  const { pidfile } = config.supervisord
  let forgetStrays = () => {}
  try {
    await supervisor.boot()
    forgetStrays = containStrayErrors(log.logger, parts.plugins)
    if (isFirst) leaveForeground(parts, config, log.logger)
    const errno = writePidfile(pidfile, posix.pid)
    if (errno === undefined) messages.started(log.logger, posix.pid)
    else messages.pidfileFailed(log.logger, pidfile)
    return await supervisor.run()
  } finally {
    await supervisor.dispose()
    forgetStrays()
    forgetSignals()
    removePidfile(pidfile, posix.pid)
    log.close()
  }
}

function openLog(
  { posix, clock }: DaemonParts,
  config: Config,
  files: ReturnType<typeof createLogFiles>,
): DaemonLog {
  const { logfile, loglevel, logformat, logfile_maxbytes, logfile_backups, nodaemon, silent } =
    config.supervisord
  try {
    return createLogger({
      posix,
      clock,
      files,
      path: logfile,
      level: loglevel,
      format: logformat,
      maxbytes: logfile_maxbytes,
      backups: logfile_backups,
      echo: nodaemon && !silent,
    })
  } catch (error) {
    if (!(error instanceof LogOpenError)) throw error
    throw new UsageError(
      `could not open the log file ${error.path}: ${error.errno}; check logfile in [supervisord]`,
    )
  }
}

/** By severity, as Supervisor orders them. */
function writeNotices({ logger }: DaemonLog, notices: readonly ConfigNotice[]): void {
  for (const level of ['critical', 'warn', 'info'] as const) {
    for (const notice of notices) if (notice.level === level) logger[level](notice.text)
  }
}
