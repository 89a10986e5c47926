// A process as a client keeps it, from either interface: what the original does not tell is null.

import type { Program } from '../../schemas/generated/api-types.js'
import type { ProcessInfo } from '../process.js'
import { PROCESS_STATES, type ProcessState } from '../states.js'
import { makeNamespec } from './namespec.js'

/** Times are milliseconds since 1970; those of Supervisor are whole seconds. */
export interface ProgramState {
  readonly namespec: string
  readonly name: string
  readonly group: string
  readonly state: ProcessState
  readonly stateCode: number
  /** The text that `supervisorctl status` shows. */
  readonly description: string
  readonly pid: number | null
  readonly startedAt: number | null
  readonly stoppedAt: number | null
  /** The server's clock when this was so. */
  readonly now: number
  /** Of the last run, as far as it is known: Supervisor tells it only while the process is EXITED, and -1 for a signal. */
  readonly exitStatus: number | null
  readonly spawnError: string | null
  readonly stdoutLog: string | null
  readonly stderrLog: string | null
  /** Reeve only: the signal that ended the last run, restarts without a request, and when the next one is due. */
  readonly exitSignal: string | null
  readonly restarts: number | null
  readonly waitingUntil: number | null
}

/** From the struct of getProcessInfo. */
export function programOfInfo(info: ProcessInfo): ProgramState {
  const time = (seconds: number) => (seconds === 0 ? null : seconds * 1000)
  return {
    namespec: makeNamespec(info.group, info.name),
    name: info.name,
    group: info.group,
    state: info.statename,
    stateCode: info.state,
    description: info.description,
    pid: info.pid === 0 ? null : info.pid,
    startedAt: time(info.start),
    stoppedAt: time(info.stop),
    now: info.now * 1000,
    exitStatus: info.statename === 'EXITED' && info.exitstatus >= 0 ? info.exitstatus : null,
    spawnError: info.spawnerr === '' ? null : info.spawnerr,
    stdoutLog: info.stdout_logfile === '' ? null : info.stdout_logfile,
    stderrLog: info.stderr_logfile === '' ? null : info.stderr_logfile,
    exitSignal: null,
    restarts: null,
    waitingUntil: null,
  }
}

/** From a record of the JSON API. */
export function programOfRecord(record: Program): ProgramState {
  return {
    namespec: record.namespec,
    name: record.name,
    group: record.group,
    state: record.state,
    stateCode: PROCESS_STATES[record.state],
    description: record.description,
    pid: record.pid,
    startedAt: record.startedAt,
    stoppedAt: record.stoppedAt,
    now: record.now,
    exitStatus: record.exitStatus,
    spawnError: record.spawnError,
    stdoutLog: record.stdout.path,
    stderrLog: record.stderr.path,
    exitSignal: record.exitSignal,
    restarts: record.restarts,
    waitingUntil: record.waitingUntil,
  }
}

/** Does it look the same but for the clock? */
export function isSameProgram(a: ProgramState, b: ProgramState): boolean {
  return (
    a.state === b.state &&
    a.pid === b.pid &&
    a.startedAt === b.startedAt &&
    a.stoppedAt === b.stoppedAt &&
    a.exitStatus === b.exitStatus &&
    a.exitSignal === b.exitSignal &&
    a.spawnError === b.spawnError &&
    // That of what runs tells the time.
    (a.state === 'RUNNING' || a.description === b.description) &&
    a.restarts === b.restarts &&
    a.waitingUntil === b.waitingUntil
  )
}

/** As `supervisorctl status` lists them: by group, then by name. */
export function compareProgramOrder(a: ProgramState, b: ProgramState): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
