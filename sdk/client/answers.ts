// What methods return, and the checks that an answer really is that.

import type { ProcessInfo } from '../process.js'
import type { XmlRpcValue } from '../xmlrpc/values.js'
import { AnswerError } from './errors.js'

/** The outcome for one process of a call that is about several (RPC-24). `status` is 80 or a fault code. */
export interface ProcessResult {
  readonly name: string
  readonly group: string
  readonly status: number
  readonly description: string
}

/** What a reread found, by group name (RPC-39). */
export interface ConfigChanges {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
}

/** A window of a log (RPC-63). `offset` is where the next read begins; `overflow`: older bytes were skipped. */
export interface LogWindow {
  readonly text: string
  readonly offset: number
  readonly overflow: boolean
}

/** One process of the config as last read (RPC-67). Servers differ in the other members; all of them are kept. */
export interface ProcessConfigInfo {
  readonly name: string
  readonly group: string
  readonly inuse: boolean
  readonly autostart: boolean
  readonly group_prio: number
  readonly process_prio: number
  readonly [member: string]: XmlRpcValue
}

/** One call of system.multicall (RPC-73). */
export interface MultiCall {
  readonly methodName: string
  readonly params: readonly XmlRpcValue[]
}

/** Turns an answer into what the method promises. Throws AnswerError. */
export type Read<Result> = (value: XmlRpcValue) => Result

type Members = Readonly<Record<string, 'string' | 'number' | 'boolean'>>

export const any: Read<XmlRpcValue> = (value) => value

export const text: Read<string> = (value) =>
  typeof value === 'string' ? value : unexpected('a string', value)

export const integer: Read<number> = (value) =>
  Number.isInteger(value) ? Number(value) : unexpected('an integer', value)

export const truth: Read<boolean> = (value) =>
  typeof value === 'boolean' || value === 0 || value === 1 ? Boolean(value) : unexpected('a boolean', value)

export function list<Item>(read: Read<Item>): Read<readonly Item[]> {
  return (value) => (Array.isArray(value) ? value.map(read) : unexpected('an array', value))
}

const structOf =
  <Result>(members: Members): Read<Result> =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return unexpected('a struct', value)
    const struct = value as Record<string, XmlRpcValue>
    for (const [name, type] of Object.entries(members)) {
      const found = typeof struct[name]
      // Booleans may travel as ints.
      if (found !== type && !(type === 'boolean' && found === 'number')) {
        return unexpected(`a struct whose ${name} is a ${type}`, value)
      }
    }
    return struct as Result
  }

export const state = structOf<{ readonly statecode: number; readonly statename: string }>({
  statecode: 'number',
  statename: 'string',
})

export const result = structOf<ProcessResult>({
  name: 'string',
  group: 'string',
  status: 'number',
  description: 'string',
})

export const info = structOf<ProcessInfo>({
  name: 'string',
  group: 'string',
  description: 'string',
  start: 'number',
  stop: 'number',
  now: 'number',
  state: 'number',
  statename: 'string',
  spawnerr: 'string',
  exitstatus: 'number',
  logfile: 'string',
  stdout_logfile: 'string',
  stderr_logfile: 'string',
  pid: 'number',
})

export const configInfo = structOf<ProcessConfigInfo>({
  name: 'string',
  group: 'string',
  inuse: 'boolean',
  autostart: 'boolean',
  group_prio: 'number',
  process_prio: 'number',
})

export const changes: Read<ConfigChanges> = (value) => {
  const [added = [], changed = [], removed = []] = list(list(list(text)))(value)[0] ?? []
  return { added, changed, removed }
}

export const window: Read<LogWindow> = (value) => {
  const [bytes, offset, overflow] = list(any)(value)
  return { text: text(bytes ?? null), offset: integer(offset ?? null), overflow: truth(overflow ?? null) }
}

function unexpected(what: string, value: XmlRpcValue): never {
  throw new AnswerError(`expected ${what}, got ${JSON.stringify(value)?.slice(0, 120)}`)
}
