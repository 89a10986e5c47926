// Methods that read, follow and clear the logs of processes (RPC-54..57). Bytes that are no UTF-8 arrive as U+FFFD.

import { Fault, isFault, type Process, requestAll, type Supervisor } from 'reeve/sdk'
import { toInt32, type XmlRpcValue } from 'reeve/sdk/xmlrpc'
import { asInteger } from './arguments.js'
import { oneProcess } from './process-methods.js'

export function createLogMethods(supervisor: Supervisor) {
  type Window = [name: XmlRpcValue, offset: XmlRpcValue, length: XmlRpcValue]
  const logOf = (name: XmlRpcValue, channel: 'stdoutLog' | 'stderrLog') =>
    oneProcess(supervisor, name)[channel]
  // Differs from Supervisor: a window that cuts a character, or binary output, is no HTTP 500 (EDGE-27).
  const read = (channel: 'stdoutLog' | 'stderrLog', [name, offset, length]: Window) =>
    logOf(name, channel).read(asInteger(offset), asInteger(length)).toString('utf8')
  const tail = (channel: 'stdoutLog' | 'stderrLog', [name, offset, length]: Window) => {
    const window = logOf(name, channel).tail(asInteger(offset), asInteger(length))
    return [window.bytes.toString('utf8'), toInt32(window.offset), window.overflow]
  }

  return {
    readProcessStdoutLog: (name: XmlRpcValue, offset: XmlRpcValue, length: XmlRpcValue) =>
      read('stdoutLog', [name, offset, length]),
    readProcessStderrLog: (name: XmlRpcValue, offset: XmlRpcValue, length: XmlRpcValue) =>
      read('stderrLog', [name, offset, length]),
    tailProcessStdoutLog: (name: XmlRpcValue, offset: XmlRpcValue, length: XmlRpcValue) =>
      tail('stdoutLog', [name, offset, length]),
    tailProcessStderrLog: (name: XmlRpcValue, offset: XmlRpcValue, length: XmlRpcValue) =>
      tail('stderrLog', [name, offset, length]),
    clearProcessLogs(name: XmlRpcValue) {
      clear(oneProcess(supervisor, name), String(name))
      return true
    },
    clearAllProcessLogs: () =>
      requestAll(supervisor.processesByPriority(), (process) => clear(process, process.namespec)),
  }
}

function clear(process: Process, name: string): void {
  try {
    process.clearLogs()
  } catch (error) {
    throw isFault(error) ? new Fault(error.faultName, name) : error
  }
}
