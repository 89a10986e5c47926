// Every log line that operators grep for, in Supervisor's words: one function a line, each with its level.

import type { Logger } from '../../sdk/logger.js'

type Names = readonly string[]

// A process (spec 3.3, 3.4)

export function spawned(log: Logger, name: string, pid: number): void {
  log.info(`spawned: '${name}' with pid ${pid}`)
}

export function spawnError(log: Logger, text: string): void {
  log.info(`spawnerr: ${text}`)
}

/** LIFE-10. The doubled "for > than" is Supervisor's. */
export function success(log: Logger, name: string, startsecs: number): void {
  log.info(
    `success: ${name} entered RUNNING state, process has stayed up for > than ${startsecs} seconds (startsecs)`,
  )
}

/** LIFE-14. `how` comes from the exit's description: `exit status 1`, `terminated by SIGTERM`. */
export function exited(log: Logger, name: string, how: string, expected: boolean): void {
  if (expected) log.info(`exited: ${name} (${how}; expected)`)
  else log.warn(`exited: ${name} (${how}; not expected)`)
}

/** LIFE-17: a plain death by TERM is a warning, log scrapers rely on it (EDGE-54). */
export function stopped(log: Logger, name: string, how: string, expected: boolean): void {
  if (expected) log.info(`stopped: ${name} (${how})`)
  else log.warn(`stopped: ${name} (${how})`)
}

/** A plugin's decision, in its own words. */
export function held(log: Logger, name: string, step: 'start' | 'running' | 'stop', reason: string): void {
  log.info(`held: ${name}, before ${step === 'running' ? 'RUNNING' : `its ${step}`} (${reason})`)
}

export function gaveUp(log: Logger, name: string): void {
  log.info(`gave up: ${name} entered FATAL state, too many start retries too quickly`)
}

/** One line an episode (design 6). */
export function respawnPaced(log: Logger, name: string): void {
  log.warn(
    `respawning too fast: ${name} has used up its immediate restarts and is restarted once a second now`,
  )
}

export function reapedUnknownPid(log: Logger, pid: number, how: string): void {
  log.info(`reaped unknown pid ${pid} (${how})`)
}

// Signals to a process (LIFE-16, LIFE-18, MSG-11)

export function killing(log: Logger, name: string, pid: number, signal: string, wholeGroup: boolean): void {
  log.debug(`killing ${name} (pid ${pid}) ${wholeGroup ? 'process group ' : ''}with signal ${signal}`)
}

export function killingHard(log: Logger, name: string, pid: number): void {
  log.warn(`killing '${name}' (${pid}) with SIGKILL`)
}

export function killInBackoff(log: Logger, name: string): void {
  log.debug(`Attempted to kill ${name}, which is in BACKOFF state.`)
}

export function sendingSignal(log: Logger, name: string, pid: number, signal: string): void {
  log.debug(`sending ${name} (pid ${pid}) sig ${signal}`)
}

export function signalTooLate(log: Logger, name: string, pid: number, errno: string): void {
  log.debug(`unable to signal ${name} (pid ${pid}), it probably just exited on its own: ${errno}`)
}

export function signalFailed(log: Logger, name: string, pid: number, errno: string): void {
  log.critical(`unknown problem killing ${name} (${pid}): ${errno}`)
}

export function waitingForStop(log: Logger, name: string): void {
  log.info(`waiting for ${name} to stop`)
}

// A process's output (LOG-25, LOG-28, MSG-05)

export function childOutput(log: Logger, name: string, channel: string, text: string): void {
  log.debug(`'${name}' ${channel} output:\n${text}`)
}

export function communicationEvent(log: Logger, name: string, channel: string): void {
  if (log.enabled('debug')) log.debug(`'${name}' ${channel} emitted a comm event`)
}

export function channelClosed(log: Logger, fd: number, what: string): void {
  log.debug(`fd ${fd} closed, stopped monitoring ${what}`)
}

export function reopeningLogFile(log: Logger): void {
  log.info('reopening log file')
}

export function logWriteFailed(log: Logger, path: string, errno: string): void {
  log.error(`could not write to log '${path}': ${errno}; output is dropped until it can be written again`)
}

export function logWriteResumed(log: Logger, path: string, lostBytes: number): void {
  log.warn(`log '${path}' can be written again; ${lostBytes} bytes were lost`)
}

export function logClosedAfterLoss(log: Logger, path: string, lostBytes: number): void {
  log.warn(`log '${path}' is closed and could not be written to the end; ${lostBytes} bytes were lost`)
}

export function logNotRotatable(log: Logger, path: string): void {
  log.warn(`log '${path}' is not a regular file and will not be rotated; set its maxbytes to 0 to say so`)
}

export function rotationFailed(log: Logger, path: string, errno: string): void {
  log.error(`could not rotate log '${path}': ${errno}; going on in the same file`)
}

export function reopenFailed(log: Logger, path: string, errno: string): void {
  log.error(`could not reopen log '${path}': ${errno}; going on in the file that is open`)
}

export function sinkFailed(log: Logger, name: string, channel: string, reason: string): void {
  log.error(`an output sink of '${name}' (${channel}) failed and is called no more for this run: ${reason}`)
}

export function cleanUpFailed(log: Logger, path: string): void {
  log.warn(`Failed to clean up '${path}'`)
}

export function childLogDirectoryFailed(log: Logger): void {
  log.warn('Could not clear childlog dir')
}

// The daemon (spec 3.6, 3.7)

export function waitingToDie(log: Logger, names: Names): void {
  log.info(`waiting for ${names.join(', ')} to die`)
}

export function stateAtShutdown(log: Logger, name: string, state: string): void {
  log.blather(`${name} state: ${state}`)
}

export function exitRequest(log: Logger, signal: string): void {
  log.warn(`received ${signal} indicating exit request`)
}

export function restartRequest(log: Logger): void {
  log.warn('received SIGHUP indicating restart request')
}

export function restartRequestIgnored(log: Logger): void {
  log.warn('ignored SIGHUP indicating restart request (shutdown in progress)')
}

export function reopenRequest(log: Logger): void {
  log.info('received SIGUSR2 indicating log reopen request')
}

export function reopened(log: Logger): void {
  log.info('supervisord logreopen')
}

export function childQuit(log: Logger): void {
  log.debug('received SIGCHLD indicating a child quit')
}

export function started(log: Logger, pid: number): void {
  log.info(`supervisord started with pid ${pid}`)
}

export function daemonizing(log: Logger): void {
  log.info('daemonizing the supervisord process')
}

export function directoryChanged(log: Logger, directory: string): void {
  log.info(`set current directory: '${directory}'`)
}

export function directoryFailed(log: Logger, directory: string, reason: string): void {
  log.critical(`can't chdir into '${directory}': ${reason}`)
}

export function pidfileFailed(log: Logger, path: string, errno: string): void {
  log.critical(`could not write pidfile ${path}: ${errno}`)
}
