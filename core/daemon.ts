// The daemon's life: one supervisor after the other, until one of them ends with a shutdown.

import type { Config, ConfigNotice } from '../sdk/config.js'
import { isFault } from '../sdk/faults.js'
import type { Clock } from './clock/port.js'
import { UsageError } from './errors.js'
import { createLogger, type DaemonLog } from './log/index.js'
import * as messages from './log/messages.js'
import type { ModuleLoader } from './module-loader.js'
import { createLogFiles, LogOpenError } from './output/index.js'
import type { PluginEntry } from './plugin-list.js'
import type { DaemonStatus } from './posix/daemonize.js'
import { removePidfile, writePidfile } from './posix/pidfile.js'
import type { DaemonSignal } from './posix/port.js'
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

/** What is done once and for all: the user, then the limits, in Supervisor's order (LIFE-60). */
function prepareProcess({ posix, config, softNofile }: DaemonParts): ConfigNotice[] {
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
    if (isFirst) leaveForeground(parts, config, log)
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

/** Directory and umask count only for a daemon in the background (CFG-SUPD-06, CFG-SUPD-14). */
function leaveForeground({ posix, background }: DaemonParts, config: Config, { logger }: DaemonLog): void {
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

function changeDirectory(directory: string, logger: DaemonLog['logger']): void {
  try {
    process.chdir(directory)
    messages.directoryChanged(logger, directory)
  } catch (error) {
    messages.directoryFailed(logger, directory, error instanceof Error ? error.message : String(error))
  }
}

const EXIT_SIGNALS: readonly DaemonSignal[] = ['SIGTERM', 'SIGINT', 'SIGQUIT']

/** SIG-01 to SIG-03. Returns the end of it. */
function reactToSignals(posix: SystemPosix, supervisor: SupervisorCore): () => void {
  const { log } = supervisor
  const forget = EXIT_SIGNALS.map((signal) =>
    posix.onSignal(signal, () => {
      messages.exitRequest(log, signal)
      supervisor.shutdown()
    }),
  )
  forget.push(
    posix.onSignal('SIGHUP', () => requestRestart(supervisor)),
    posix.onSignal('SIGUSR2', () => {
      messages.reopenRequest(log)
      supervisor.reopenLogs()
    }),
  )
  return () => {
    for (const one of forget) one()
  }
}

function requestRestart(supervisor: SupervisorCore): void {
  const { log } = supervisor
  if (supervisor.state === 'SHUTDOWN') {
    messages.restartRequestIgnored(log)
    return
  }
  messages.restartRequest(log)
  try {
    supervisor.restart()
  } catch (error) {
    if (!isFault(error)) throw error
    log.error(`restart refused, everything runs on as it is: ${error.message}`)
  }
}
