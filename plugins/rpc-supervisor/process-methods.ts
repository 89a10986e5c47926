// Methods that start, stop and signal one process, a group or all of them, and tell how they are (RPC-42..52, RPC-58).

import {
  Fault,
  type FaultName,
  groupByPriority,
  isFault,
  type Process,
  type Supervisor,
  signalAll,
  startAll,
  stopAll,
} from 'reeve/sdk'
import type { XmlRpcValue } from 'reeve/sdk/xmlrpc'
import { asBoolean, asGroupName, asText } from './arguments.js'
import { createAllInfo, createInfoEncoder } from './process-info.js'

export function createProcessMethods(supervisor: Supervisor) {
  const encodeInfo = createInfoEncoder()
  const groupOf = (name: XmlRpcValue): readonly Process[] => {
    const group = supervisor.groups.get(asGroupName(name))
    if (group === undefined) throw new Fault('BAD_NAME', asGroupName(name))
    return groupByPriority(group)
  }
  const signalNumber = (signal: XmlRpcValue): number => {
    const number = supervisor.signalNumber(String(signal))
    if (number === undefined) throw new Fault('BAD_SIGNAL', String(signal))
    return number
  }

  return {
    startProcess(name: XmlRpcValue, wait: XmlRpcValue = true) {
      const { group, process } = supervisor.resolve(asText(name))
      const options = { wait: asBoolean(wait) }
      if (process === null) return startAll(groupByPriority(group), options)
      return succeed(name, process.start(options))
    },
    startProcessGroup: (name: XmlRpcValue, wait: XmlRpcValue = true) =>
      startAll(groupOf(name), { wait: asBoolean(wait) }),
    startAllProcesses: (wait: XmlRpcValue = true) =>
      startAll(supervisor.processesByPriority(), { wait: asBoolean(wait) }),

    stopProcess(name: XmlRpcValue, wait: XmlRpcValue = true) {
      const { group, process } = supervisor.resolve(asText(name))
      const options = { wait: asBoolean(wait) }
      if (process === null) return stopAll(groupByPriority(group), options)
      return succeed(name, process.stop(options))
    },
    stopProcessGroup: (name: XmlRpcValue, wait: XmlRpcValue = true) =>
      stopAll(groupOf(name), { wait: asBoolean(wait) }),
    stopAllProcesses: (wait: XmlRpcValue = true) =>
      stopAll(supervisor.processesByPriority(), { wait: asBoolean(wait) }),

    signalProcess(name: XmlRpcValue, signal: XmlRpcValue) {
      const { group, process } = supervisor.resolve(asText(name))
      const send = (target: Process) => target.signal(signalNumber(signal))
      if (process === null) return signalAll(groupByPriority(group), send)
      return succeedNow(name, () => send(process))
    },
    signalProcessGroup: (name: XmlRpcValue, signal: XmlRpcValue) =>
      signalAll(groupOf(name), (process) => process.signal(signalNumber(signal))),
    signalAllProcesses: (signal: XmlRpcValue) =>
      signalAll(supervisor.processesByPriority(), (process) => process.signal(signalNumber(signal))),

    getProcessInfo: (name: XmlRpcValue) => encodeInfo(oneProcess(supervisor, name)),
    getAllProcessInfo: createAllInfo(supervisor, encodeInfo),

    sendProcessStdin(name: XmlRpcValue, text: XmlRpcValue) {
      if (typeof text !== 'string') throw new Fault('INCORRECT_PARAMETERS', String(text))
      const process = oneProcess(supervisor, name)
      return succeedNow(name, () => process.writeStdin(text), STDIN_FAULTS)
    },
  }
}

/** The process of a name; a whole group is no process (BAD_NAME). */
export function oneProcess(supervisor: Supervisor, name: XmlRpcValue): Process {
  const { process } = supervisor.resolve(asText(name))
  if (process === null) throw new Fault('BAD_NAME', asText(name))
  return process
}

/** These faults tell the name exactly as the client sent it (RPC-15). */
const NAMING_FAULTS: ReadonlySet<FaultName> = new Set([
  'ALREADY_STARTED',
  'NOT_RUNNING',
  'SPAWN_ERROR',
  'ABNORMAL_TERMINATION',
])

/** Elsewhere NO_FILE tells a path, or why a command cannot be found. */
const STDIN_FAULTS: ReadonlySet<FaultName> = new Set([...NAMING_FAULTS, 'NO_FILE'])

function asSent(name: XmlRpcValue, error: unknown, naming = NAMING_FAULTS): unknown {
  return isFault(error) && naming.has(error.faultName) ? new Fault(error.faultName, asText(name)) : error
}

function succeed(name: XmlRpcValue, request: Promise<void>): Promise<XmlRpcValue> {
  return request.then(
    () => true,
    (error: unknown) => {
      throw asSent(name, error)
    },
  )
}

function succeedNow(name: XmlRpcValue, request: () => void, naming = NAMING_FAULTS): true {
  try {
    request()
  } catch (error) {
    throw asSent(name, error, naming)
  }
  return true
}
