// Processes as lines of `status`, for a terminal that is watched.

import { formatUptime, type ProcessState, type ProgramState } from 'reeve/sdk/client'
import { pad, padState } from './columns.js'

/** What stands behind the state: the server's own text, with an uptime and a time to wait that go on. */
export function describeNow(program: ProgramState, now: number): string {
  const { state, pid, startedAt, waitingUntil, description } = program
  if (state === 'RUNNING' && startedAt !== null) {
    return `pid ${pid}, uptime ${formatUptime(Math.max(0, Math.floor(now / 1000) - Math.floor(startedAt / 1000)))}`
  }
  if (waitingUntil !== null && (state === 'BACKOFF' || state === 'EXITED') && waitingUntil > now) {
    return `${description}; again in ${Math.ceil((waitingUntil - now) / 1000)} s`
  }
  return description
}

/** `NAME  STATE  what it is doing`, the columns of `status`. */
export function statusLine(
  program: ProgramState,
  nameWidth: number,
  now: number,
  paint: (state: ProcessState, text: string) => string = (_state, text) => text,
): string {
  const { namespec, state } = program
  return (pad(namespec, nameWidth) + paint(state, padState(state)) + describeNow(program, now)).trimEnd()
}

/** SGR colours: what needs no attention is green, what needs it red. */
const COLOURS: Readonly<Record<ProcessState, number>> = {
  RUNNING: 32,
  STARTING: 33,
  STOPPING: 33,
  BACKOFF: 31,
  FATAL: 31,
  UNKNOWN: 31,
  EXITED: 35,
  STOPPED: 90,
}

export function colour(state: ProcessState, text: string): string {
  return `\u001b[${COLOURS[state]}m${text}\u001b[0m`
}

/** Cuts a line, whose control sequences take no room, to `width` columns. */
export function cut(line: string, width: number): string {
  let room = width
  let isCut = false
  const parts = line.split(/(\u001b\[[0-9;]*m)/)
  const kept = parts.map((part, index) => {
    if (index % 2 === 1) return part
    if (isCut) return ''
    const characters = [...part]
    if (characters.length <= room) {
      room -= characters.length
      return part
    }
    isCut = true
    return characters.slice(0, room).join('')
  })
  return kept.join('')
}
