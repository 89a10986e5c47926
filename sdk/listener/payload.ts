// Payloads: the text of each type as its fields (EVT-02..18).

import type { ProcessState } from '../states.js'
import type { ConcreteEventType, EventFields } from './events.js'
import { readTokens, type Tokens } from './tokens.js'

type Read<Type extends ConcreteEventType> = (type: Type, payload: string) => FieldsOf<Type>
type FieldsOf<Type> = Extract<EventFields, { readonly type: Type }>

/** Every type that is sent has a reader. */
const READERS: { readonly [Type in ConcreteEventType]: Read<Type> } = {
  PROCESS_STATE_STARTING: attempt,
  PROCESS_STATE_RUNNING: withPid,
  PROCESS_STATE_BACKOFF: attempt,
  PROCESS_STATE_STOPPING: withPid,
  PROCESS_STATE_EXITED: exited,
  PROCESS_STATE_STOPPED: withPid,
  PROCESS_STATE_FATAL: deadEnd,
  PROCESS_STATE_UNKNOWN: deadEnd,
  PROCESS_LOG_STDOUT: (type, payload) => output(type, payload, 'stdout'),
  PROCESS_LOG_STDERR: (type, payload) => output(type, payload, 'stderr'),
  PROCESS_COMMUNICATION_STDOUT: (type, payload) => output(type, payload, 'stdout'),
  PROCESS_COMMUNICATION_STDERR: (type, payload) => output(type, payload, 'stderr'),
  REMOTE_COMMUNICATION(type, payload) {
    const { line, data } = splitLine(payload)
    // Not by its spaces: the type is any text of the caller.
    return { type, messageType: line.slice('type:'.length), data }
  },
  SUPERVISOR_STATE_CHANGE_RUNNING: (type) => ({ type }),
  SUPERVISOR_STATE_CHANGE_STOPPING: (type) => ({ type }),
  TICK_5: tick,
  TICK_60: tick,
  TICK_3600: tick,
  PROCESS_GROUP_ADDED: group,
  PROCESS_GROUP_REMOVED: group,
}

/** Never throws: a payload that lacks a field gives an empty one. */
export function readPayload(eventName: string, payload: string): EventFields {
  if (!Object.hasOwn(READERS, eventName)) return { type: 'OTHER' }
  const type = eventName as ConcreteEventType
  return (READERS[type] as (type: ConcreteEventType, payload: string) => EventFields)(type, payload)
}

// Fields are written out, not spread: these run for each event, and a spread costs as much as the rest.

function attempt<Type extends 'PROCESS_STATE_STARTING' | 'PROCESS_STATE_BACKOFF'>(
  type: Type,
  payload: string,
) {
  const tokens = readTokens(payload)
  const { processName, groupName, namespec, fromState } = changeOf(tokens)
  return { type, processName, groupName, namespec, fromState, tries: Number(tokens.tries) }
}

function withPid<Type extends 'PROCESS_STATE_RUNNING' | 'PROCESS_STATE_STOPPING' | 'PROCESS_STATE_STOPPED'>(
  type: Type,
  payload: string,
) {
  const tokens = readTokens(payload)
  const { processName, groupName, namespec, fromState } = changeOf(tokens)
  return { type, processName, groupName, namespec, fromState, pid: Number(tokens.pid) }
}

function exited(type: 'PROCESS_STATE_EXITED', payload: string) {
  const tokens = readTokens(payload)
  const { processName, groupName, namespec, fromState } = changeOf(tokens)
  const expected = tokens.expected === '1'
  return { type, processName, groupName, namespec, fromState, pid: Number(tokens.pid), expected }
}

function deadEnd<Type extends 'PROCESS_STATE_FATAL' | 'PROCESS_STATE_UNKNOWN'>(type: Type, payload: string) {
  const { processName, groupName, namespec, fromState } = changeOf(readTokens(payload))
  return { type, processName, groupName, namespec, fromState }
}

function output<Type extends string>(type: Type, payload: string, channel: 'stdout' | 'stderr') {
  const { line, data } = splitLine(payload)
  // The usual first lines are read at once: there can be many thousands of them.
  const usual = /^processname:([^ :]+) groupname:([^ :]+) pid:(\d+)(?: channel:\w+)?$/.exec(line)
  const [, processname = '', groupname = '', pid = ''] = usual ?? []
  const tokens = usual === null ? readTokens(line) : { processname, groupname, pid }
  const { processName, groupName, namespec } = changeOf(tokens)
  return { type, processName, groupName, namespec, pid: Number(tokens.pid), channel, data }
}

function tick<Type extends 'TICK_5' | 'TICK_60' | 'TICK_3600'>(type: Type, payload: string) {
  return { type, when: Number(readTokens(payload).when) }
}

function group<Type extends 'PROCESS_GROUP_ADDED' | 'PROCESS_GROUP_REMOVED'>(type: Type, payload: string) {
  return { type, groupName: readTokens(payload.trimEnd()).groupname ?? '' }
}

function changeOf({ processname: processName = '', groupname: groupName = '', from_state }: Tokens) {
  const namespec = groupName === processName ? processName : `${groupName}:${processName}`
  return { processName, groupName, namespec, fromState: from_state as ProcessState }
}

function splitLine(payload: string): { readonly line: string; readonly data: string } {
  const end = payload.indexOf('\n')
  if (end === -1) return { line: payload, data: '' }
  return { line: payload.slice(0, end), data: payload.slice(end + 1) }
}
