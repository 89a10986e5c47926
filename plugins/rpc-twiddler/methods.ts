// The methods: names, order of arguments and faults are the package's.

import { Fault, LOG_LEVELS, type LogLevel, type ProcessGroup, type Supervisor } from 'reeve/sdk'
import type { XmlRpcValue } from 'reeve/sdk/xmlrpc'
import type { Amendments } from './amendments.js'

const API_VERSION = '1.0'

/** Python's numbers and four-letter names of the log levels. */
const LEVELS: Readonly<Record<LogLevel, readonly [name: string, number: number]>> = {
  critical: ['CRIT', 50],
  error: ['ERRO', 40],
  warn: ['WARN', 30],
  info: ['INFO', 20],
  debug: ['DEBG', 10],
  trace: ['TRAC', 5],
  blather: ['BLAT', 3],
}

export function createMethods(supervisor: Supervisor, amendments: Amendments) {
  const groupNamed = (name: XmlRpcValue): ProcessGroup => {
    const group = supervisor.groups.get(String(name))
    if (group === undefined) throw new Fault('BAD_NAME', `group: ${name}`)
    return group
  }

  return {
    getAPIVersion: () => API_VERSION,
    getGroupNames: () => [...supervisor.groups.keys()],

    log(message: XmlRpcValue, level: XmlRpcValue = 'INFO') {
      if (typeof message !== 'string') throw new Fault('INCORRECT_PARAMETERS')
      supervisor.log[readLevel(level)](message)
      return true
    },

    addProgramToGroup(groupName: XmlRpcValue, program: XmlRpcValue, options: XmlRpcValue) {
      const group = groupNamed(groupName)
      if (typeof program !== 'string') throw new Fault('INCORRECT_PARAMETERS')
      const configs = supervisor.readProgram(program, group.name, readOptions(options))
      // All or none.
      const taken = configs.find(({ name }) => group.processes.has(name))
      if (taken !== undefined) throw new Fault('BAD_NAME', taken.name)
      amendments.added(group.name, configs)
      for (const config of configs) supervisor.addProcess(group.name, config)
      return true
    },

    removeProcessFromGroup(groupName: XmlRpcValue, name: XmlRpcValue) {
      const group = groupNamed(groupName)
      supervisor.removeProcess(group.name, String(name))
      amendments.removed(group.name, String(name))
      return true
    },
  }
}

function readLevel(level: XmlRpcValue): LogLevel {
  const text = typeof level === 'string' ? level.toUpperCase() : undefined
  const found = LOG_LEVELS.find((one) => {
    const [name, number] = LEVELS[one]
    return text === undefined ? level === number : text === name || text === one.toUpperCase()
  })
  if (found === undefined) throw new Fault('INCORRECT_PARAMETERS')
  return found
}

/** Clients also send numbers and booleans, which read as they would in a file. */
function readOptions(options: XmlRpcValue): Record<string, string> {
  const isStruct =
    typeof options === 'object' &&
    options !== null &&
    !Array.isArray(options) &&
    !(options instanceof Date) &&
    !(options instanceof Uint8Array)
  if (!isStruct) throw new Fault('INCORRECT_PARAMETERS')
  return Object.fromEntries(
    Object.entries(options as Readonly<Record<string, XmlRpcValue>>).map(([key, value]) => {
      if (value === null || typeof value === 'object') throw new Fault('INCORRECT_PARAMETERS', key)
      return [key, String(value)]
    }),
  )
}
