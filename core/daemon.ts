// The daemon's life: one supervisor after the other, until one of them ends with a shutdown.

import type { ConfigNotice } from '../sdk/config.js'
import { StartUpError } from '../sdk/plugin.js'
import { alsoOnStderr, openLog, openLogOrGoWithout, writeNotices } from './daemon-log.js'
import { checkChildLogDirectory, enterBackground, prepareProcess, takeUser } from './daemon-process.js'
import { type CurrentSupervisor, reactToSignals } from './daemon-signals.js'
import { PluginError } from './errors.js'
import { createSyslog, type DaemonLog } from './log/index.js'
import * as messages from './log/messages.js'
import { createLogFiles, deliverLastWords } from './output/index.js'
import { leaveOutCulprit } from './plugin-host/plugin-culprit.js'
import { containStrayErrors } from './plugin-host/stray-errors.js'
import type { DaemonStatus } from './posix/daemonize.js'
import { removePidfile, writePidfile } from './posix/pidfile.js'
import { bindServer } from './posix/sockets.js'
import type { SystemPosix } from './posix/system.js'
import type { Setup } from './setup.js'
import { SupervisorCore } from './supervisor.js'
import type { Outcome, SupervisorParts } from './supervisor-parts.js'

/** What every supervisor of the daemon is given, and what only the daemon needs. */
export interface DaemonParts
  extends Pick<SupervisorParts, 'clock' | 'readSetup' | 'modules' | 'environment'> {
  readonly posix: SystemPosix
  /** What the first one runs. */
  readonly setup: Setup
  /** The soft limit of open files that the operator started this program with. */
  readonly softNofile: number | undefined
  /** How to leave the foreground; null stays there. */
  readonly background: DaemonStatus | null
  /** Ends the program at a bug of ours. */
  readonly crash: (error: unknown) => never
}

/** What one run starts from. */
interface Run {
  readonly setup: Setup
  readonly serials: Readonly<Record<string, number>>
  /** What happened before, for the log. */
  readonly notices: readonly ConfigNotice[]
  readonly isFirst: boolean
  /** What to go back to when `setup` cannot be brought up. */
  readonly previous: Setup | null
}

/** `refused`: nothing was started, because the configuration could not be brought up. */
type RunEnd = Outcome | { readonly kind: 'refused'; readonly error: unknown }

/** Supervises until a shutdown is complete. Throws a UsageError or PluginError for what prevents the start. */
export async function runDaemon(parts: DaemonParts): Promise<void> {
  const notices = prepareProcess(parts)
  const current = reactToSignals(parts.posix)
  const strays = watchStrays(parts)
  let run: Run = { setup: parts.setup, serials: {}, notices, isFirst: true, previous: null }
  for (;;) {
    const end = await runOnce(parts, run, current, strays)
    if (end.kind === 'shutdown') return
    run = end.kind === 'restart' ? restarted(run, end) : revived(run, end.error)
  }
}

function restarted(run: Run, { setup, serials }: Extract<Outcome, { kind: 'restart' }>): Run {
  return { setup, serials, notices: [], isFirst: false, previous: run.setup }
}

/**
 * After a restart whose configuration reads well but cannot be brought up (a port in use, a log that does not open).
 * Differs from Supervisor, which ends: everything is stopped already, so the configuration that worked comes back
 * ("a restart that cannot bind its new port goes back to the configuration before").
 */
function revived(run: Run, error: unknown): Run {
  const { previous, serials, isFirst } = run
  if (isFirst) throw error
  const again = { serials, isFirst, previous: null }
  if (previous === null) {
    // What failed was what had worked. Differs from Supervisor, which ends: a plugin that cannot be applied any more
    // must not end the daemon, nor a server that cannot be opened ("a reload whose server can be opened nowhere any
    // more goes on without it until it can").
    const setup = leaveOutCulprit(run.setup, error)
    const text = `${reasonOf(error)}; it is left out, with what requires it, until the next reload`
    return { ...again, setup, notices: [{ level: 'critical', text }] }
  }
  const text = `the new configuration cannot be started, going back to the one before: ${reasonOf(error)}`
  return { ...again, setup: previous, notices: [{ level: 'critical', text }] }
}

/** A start-up error is worded for the operator, whichever plugin says it. */
function reasonOf(error: unknown): string {
  if (error instanceof PluginError && error.cause instanceof StartUpError) return error.cause.message
  return error instanceof Error ? error.message : String(error)
}

/**
 * Until the process ends: what a disposer leaves behind strikes while everything is taken down, or in the next run.
 * Before the first boot is complete only plugins are forgiven: a bug of ours must not leave the launcher waiting.
 */
interface Strays {
  /** The newest supervisor tells of them. */
  toldBy(supervisor: SupervisorCore): void
  forgiveAll(): void
}

function watchStrays({ crash }: DaemonParts): Strays {
  let teller: SupervisorCore | null = null
  let forgivesAll = false
  return {
    toldBy(supervisor) {
      const isFirst = teller === null
      teller = supervisor
      if (!isFirst) return
      containStrayErrors((error) => {
        if (teller?.blameStray(error, forgivesAll) !== true) crash(error)
      })
    },
    forgiveAll() {
      forgivesAll = true
    },
  }
}

async function runOnce(
  parts: DaemonParts,
  run: Run,
  current: CurrentSupervisor,
  strays: Strays,
): Promise<RunEnd> {
  const { posix, clock } = parts
  const { setup, isFirst, serials, previous } = run
  const { config } = setup
  const files = createLogFiles({ posix, clock })
  const syslog = createSyslog({ posix, clock })
  let log: DaemonLog
  try {
    const changes = isFirst ? [] : takeUser(posix, config)
    const surroundings = { ...parts, config, files, syslog }
    const canGiveUp = isFirst || previous !== null
    const opened = canGiveUp ? { log: openLog(surroundings), notices: [] } : openLogOrGoWithout(surroundings)
    log = opened.log
    const { logfile } = config.supervisord
    syslog.reportTo(isFirst && logfile === 'syslog' ? alsoOnStderr(parts, log.logger) : log.logger)
    const directories = checkChildLogDirectory(config, posix.uid)
    // What reading the file had to say comes before what the process did with it (LIFE-60).
    writeNotices(log, [...config.notices, ...run.notices, ...opened.notices, ...changes, ...directories])
  } catch (error) {
    syslog.close()
    return { kind: 'refused', error }
  }
  const bind: SupervisorParts['bind'] = (server, address) =>
    bindServer(server, address, { onNotice: (line) => log.logger.warn(line) })
  const supervisor = new SupervisorCore({ ...parts, ...setup, log, syslog, files, serials, bind })
  current.set(supervisor)
  strays.toldBy(supervisor)
  const end = await live(parts, run, supervisor, strays)
  await supervisor.dispose()
  removePidfile(config.supervisord.pidfile, posix.pid)
  if (end.kind === 'refused' && !isFirst) log.logger.critical(`cannot start: ${reasonOf(end.error)}`)
  // Before the log: what was lost is told there.
  syslog.close()
  await deliverLastWords(clock, () => log.heldBytes + files.heldBytes)
  log.close()
  // A signal may have come while everything was taken down (LIFE-67).
  return end.kind === 'restart' && supervisor.state === 'SHUTDOWN' ? { kind: 'shutdown' } : end
}

/** From the first plugin until all programs have stopped. */
async function live(
  parts: DaemonParts,
  { setup, isFirst }: Run,
  supervisor: SupervisorCore,
  strays: Strays,
): Promise<RunEnd> {
  const { posix, background } = parts
  const { config } = setup
  const { log } = supervisor
  try {
    await supervisor.boot()
    strays.forgiveAll()
    if (isFirst) enterBackground(parts, config, log)
    const { pidfile } = config.supervisord
    const errno = writePidfile(pidfile, posix.pid)
    if (errno === undefined) messages.started(log, posix.pid)
    else messages.pidfileFailed(log, pidfile, errno)
    // Who waits for the launcher finds the sockets and the pidfile.
    if (isFirst && background !== null) posix.detach(background)
    return await supervisor.run()
  } catch (error) {
    // Starting over beside programs that run would start them twice.
    if (supervisor.processesByPriority().some((process) => process.pid > 0)) throw error
    return { kind: 'refused', error }
  }
}
