// getProcessInfo and getAllProcessInfo: monitoring asks for them again and again, so what did not change is sent again.

import { type Process, type ProcessInfo, processesByName, type Supervisor } from 'reeve/sdk'
import { createStructEncoder, type EncodedValue, encodeArrayOf } from 'reeve/sdk/xmlrpc'

/** The members in the order of Supervisor's struct (5.6). */
const MEMBERS: Readonly<Record<keyof ProcessInfo, 'int' | 'string'>> = {
  name: 'string',
  group: 'string',
  start: 'int',
  stop: 'int',
  now: 'int',
  state: 'int',
  statename: 'string',
  spawnerr: 'string',
  exitstatus: 'int',
  logfile: 'string',
  stdout_logfile: 'string',
  stderr_logfile: 'string',
  pid: 'int',
  description: 'string',
}

/** Encodes a process's info; one that equals the last of that process (within a second most do) is not built again. */
export function createInfoEncoder(): (process: Process) => EncodedValue {
  const encode = createStructEncoder(MEMBERS)
  const known = new WeakMap<Process, { readonly info: ProcessInfo; readonly encoded: EncodedValue }>()
  return (process) => {
    const info = process.info()
    const last = known.get(process)
    if (last !== undefined && isSame(last.info, info)) return last.encoded
    const encoded = encode(info)
    known.set(process, { info, encoded })
    return encoded
  }
}

/** Spelled out, because a loop over the names took an eighth of the whole answer. What changes most comes first. */
function isSame(a: ProcessInfo, b: ProcessInfo): boolean {
  return (
    a.now === b.now &&
    a.state === b.state &&
    a.pid === b.pid &&
    a.description === b.description &&
    a.start === b.start &&
    a.stop === b.stop &&
    a.spawnerr === b.spawnerr &&
    a.exitstatus === b.exitstatus &&
    a.stdout_logfile === b.stdout_logfile &&
    a.stderr_logfile === b.stderr_logfile &&
    a.logfile === b.logfile &&
    a.statename === b.statename &&
    a.name === b.name &&
    a.group === b.group
  )
}

/** Encodes the infos of all processes; within a second, all clients get one answer. */
export function createAllInfo(
  supervisor: Supervisor,
  encodeInfo: (process: Process) => EncodedValue,
): () => EncodedValue {
  const nameOrder = createNameOrder(supervisor)
  let parts: readonly EncodedValue[] = []
  let whole = encodeArrayOf(parts)
  return () => {
    const now = nameOrder().map(encodeInfo)
    if (now.length !== parts.length || now.some((part, index) => part !== parts[index])) {
      parts = now
      whole = encodeArrayOf(parts)
    }
    return whole
  }
}

/** Every process by group name, then by process name (RPC-52). Sorted again only when groups come, go or change. */
function createNameOrder(supervisor: Supervisor): () => readonly Process[] {
  let order: readonly Process[] | undefined
  const forget = () => {
    order = undefined
  }
  supervisor.hooks.groupAdded.tap('rpc-supervisor', forget)
  supervisor.hooks.groupRemoved.tap('rpc-supervisor', forget)
  supervisor.hooks.groupChanged.tap('rpc-supervisor', forget)
  return () => {
    order ??= processesByName(supervisor)
    return order
  }
}
