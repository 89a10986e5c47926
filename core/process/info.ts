// The info struct of a process: Supervisor's 14 members and its description texts.

import type { Process, ProcessInfo } from '../../sdk/process.js'
import { PROCESS_STATES } from '../../sdk/states.js'
import { formatUptime } from '../../sdk/uptime.js'

/** Seconds since 1970, kept inside what an XML-RPC int can carry (RPC-12). */
function seconds(ms: number): number {
  return Math.min(Math.floor(ms / 1000), 2 ** 31 - 1)
}

/** The struct of getProcessInfo (5.6). `nowMs` is wall-clock time. */
export function processInfo(process: Process, nowMs: number): ProcessInfo {
  const start = seconds(process.startedAt)
  const stop = seconds(process.stoppedAt)
  const now = seconds(nowMs)
  const stdout = process.stdoutLog.path ?? ''
  return {
    name: process.name,
    group: process.group.name,
    start,
    stop,
    now,
    state: PROCESS_STATES[process.state],
    statename: process.state,
    spawnerr: process.spawnError ?? '',
    exitstatus: process.exitStatus ?? 0,
    logfile: stdout,
    stdout_logfile: stdout,
    stderr_logfile: process.stderrLog.path ?? '',
    pid: process.pid,
    description: describe(process, start, stop, now),
  }
}

function describe(process: Process, start: number, stop: number, now: number): string {
  // Only plugins hold back; without one the texts are Supervisor's.
  if (process.hold !== null) return `held: ${process.hold}`
  switch (process.state) {
    case 'RUNNING':
      return `pid ${process.pid}, uptime ${formatUptime(Math.max(0, now - start))}`
    case 'FATAL':
    case 'BACKOFF':
      return process.spawnError ?? `unknown error (try "tail ${process.name}")`
    case 'STOPPED':
    case 'EXITED':
      return start === 0 ? 'Not started' : formatStopTime(new Date(stop * 1000))
    default:
      return ''
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Nov 05 09:07 PM`, local time. */
function formatStopTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const hour = at.getHours() % 12 === 0 ? 12 : at.getHours() % 12
  const half = at.getHours() < 12 ? 'AM' : 'PM'
  return `${MONTHS[at.getMonth()]} ${two(at.getDate())} ${two(hour)}:${two(at.getMinutes())} ${half}`
}
