// An event as a webhook sends it: its fields, and one sentence for people.

import type { Process, ProcessExit, Supervisor, SupervisorEvent } from 'reeve/sdk'

export interface EventRecord {
  readonly event: string
  /** ISO 8601, UTC. */
  readonly time: string
  /** What happened, in words. */
  readonly message: string
  readonly process?: string
  readonly group?: string
  readonly namespec?: string
  readonly from_state?: string
  readonly pid?: number
  readonly tries?: number
  readonly expected?: boolean
  /** What a program wrote, or what a sender of a remote event gave; cut where it is long. */
  readonly data?: string
}

/** One event may bring so much text. */
const MOST_DATA_CHARACTERS = 4_096

/** Made when the event happens: later the process may have gone on. */
export function createRecord(event: SupervisorEvent, supervisor: Supervisor): EventRecord {
  const { fields, data } = parsePayload(event.payload())
  const { processname: process, groupname: group } = fields
  const namespec = process === undefined || group === undefined ? undefined : nameOf(group, process)
  const known = {
    ...(process === undefined ? {} : { process }),
    ...(group === undefined ? {} : { group }),
    ...(namespec === undefined ? {} : { namespec }),
    ...(fields.from_state === undefined ? {} : { from_state: fields.from_state }),
    ...(fields.pid === undefined ? {} : { pid: Number(fields.pid) }),
    ...(fields.tries === undefined ? {} : { tries: Number(fields.tries) }),
    ...(fields.expected === undefined ? {} : { expected: fields.expected === '1' }),
    ...(data === '' ? {} : { data: data.slice(0, MOST_DATA_CHARACTERS) }),
  }
  const exit = fields.expected === undefined ? null : exitOf(supervisor, group, process)
  return {
    event: event.type,
    time: new Date(supervisor.clock.now()).toISOString(),
    message: describe(event.type, known, exit),
    ...known,
  }
}

/** `key:value` tokens, then text behind the first line. */
function parsePayload(payload: string): {
  readonly fields: Readonly<Record<string, string | undefined>>
  readonly data: string
} {
  const end = payload.indexOf('\n')
  const head = end < 0 ? payload : payload.slice(0, end)
  const fields: Record<string, string> = {}
  // A value may hold blanks: it ends where the next key begins.
  for (const [, key = '', value = ''] of head.matchAll(/(?:^| )(\w+):(.*?)(?= \w+:|$)/g)) fields[key] = value
  return { fields, data: end < 0 ? '' : payload.slice(end + 1) }
}

function nameOf(group: string, process: string): string {
  return group === process ? process : `${group}:${process}`
}

function exitOf(supervisor: Supervisor, group = '', name = ''): ProcessExit | null {
  const process: Process | undefined = supervisor.groups.get(group)?.processes.get(name)
  return process?.lastExit ?? null
}

type Known = Omit<EventRecord, 'event' | 'time' | 'message'>

function describe(type: string, known: Known, exit: ProcessExit | null): string {
  const { namespec = '', pid, tries, group, data } = known
  const says = SENTENCES[type]
  if (says !== undefined) return says({ namespec, pid: pid ?? 0, tries: tries ?? 0, group: group ?? '' })
  if (type === 'PROCESS_STATE_EXITED') {
    const how = exit === null ? 'ended' : exit.signal === null ? `exited with ${exit.code}` : killed(exit)
    return `${namespec} ${how}${known.expected === false ? ', which is not expected' : ''}`
  }
  const about = namespec === '' ? type : `${type} of ${namespec}`
  return data === undefined ? about : `${about}: ${data}`
}

function killed({ signal }: ProcessExit): string {
  return `was ended by signal ${signal}`
}

interface Facts {
  readonly namespec: string
  readonly pid: number
  readonly tries: number
  readonly group: string
}

const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  PROCESS_STATE_STARTING: ({ namespec }) => `${namespec} is starting`,
  PROCESS_STATE_RUNNING: ({ namespec, pid }) => `${namespec} is running (pid ${pid})`,
  PROCESS_STATE_BACKOFF: ({ namespec, tries }) => `${namespec} failed to start (attempt ${tries})`,
  PROCESS_STATE_STOPPING: ({ namespec }) => `${namespec} is being stopped`,
  PROCESS_STATE_STOPPED: ({ namespec }) => `${namespec} is stopped`,
  PROCESS_STATE_FATAL: ({ namespec }) => `${namespec} failed to start too often and was given up`,
  PROCESS_STATE_UNKNOWN: ({ namespec }) => `${namespec} is in an unknown state`,
  PROCESS_GROUP_ADDED: ({ group }) => `group ${group} was added`,
  PROCESS_GROUP_REMOVED: ({ group }) => `group ${group} was removed`,
  SUPERVISOR_STATE_CHANGE_RUNNING: () => 'supervisord is running',
  SUPERVISOR_STATE_CHANGE_STOPPING: () => 'supervisord is stopping',
}
