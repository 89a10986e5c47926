// Every method of the two namespaces, typed (spec 5.4, 5.8). Names, order of arguments and units are the wire's.

import type { XmlRpcValue } from '../xmlrpc/values.js'
import {
  any,
  changes,
  configInfo,
  info,
  integer,
  list,
  type MultiCall,
  type Read,
  result,
  state,
  text,
  truth,
  window,
} from './answers.js'

/** Sends one call and reads its answer. */
export type Call = <Result>(
  method: string,
  parameters: readonly XmlRpcValue[],
  read: Read<Result>,
) => Promise<Result>

const results = list(result)

/**
 * `name` is `web`, `group:web` or, where a method takes groups, `group:*` (then the answer of startProcess, stopProcess
 * and signalProcess is a list on the wire: use the group methods). `wait` true answers when the outcome is known.
 */
export function supervisorMethods(call: Call) {
  const one = <Result>(method: string, read: Read<Result>, ...parameters: XmlRpcValue[]) =>
    call(`supervisor.${method}`, parameters, read)
  return {
    getAPIVersion: () => one('getAPIVersion', text),
    getVersion: () => one('getVersion', text),
    getSupervisorVersion: () => one('getSupervisorVersion', text),
    getIdentification: () => one('getIdentification', text),
    getState: () => one('getState', state),
    getPID: () => one('getPID', integer),
    readLog: (offset: number, length: number) => one('readLog', text, offset, length),
    readMainLog: (offset: number, length: number) => one('readMainLog', text, offset, length),
    clearLog: () => one('clearLog', truth),
    shutdown: () => one('shutdown', truth),
    restart: () => one('restart', truth),
    reloadConfig: () => one('reloadConfig', changes),
    addProcessGroup: (name: string) => one('addProcessGroup', truth, name),
    removeProcessGroup: (name: string) => one('removeProcessGroup', truth, name),
    startProcess: (name: string, wait = true) => one('startProcess', truth, name, wait),
    startProcessGroup: (name: string, wait = true) => one('startProcessGroup', results, name, wait),
    startAllProcesses: (wait = true) => one('startAllProcesses', results, wait),
    stopProcess: (name: string, wait = true) => one('stopProcess', truth, name, wait),
    stopProcessGroup: (name: string, wait = true) => one('stopProcessGroup', results, name, wait),
    stopAllProcesses: (wait = true) => one('stopAllProcesses', results, wait),
    signalProcess: (name: string, signal: string) => one('signalProcess', truth, name, signal),
    signalProcessGroup: (name: string, signal: string) => one('signalProcessGroup', results, name, signal),
    signalAllProcesses: (signal: string) => one('signalAllProcesses', results, signal),
    getProcessInfo: (name: string) => one('getProcessInfo', info, name),
    getAllProcessInfo: () => one('getAllProcessInfo', list(info)),
    getAllConfigInfo: () => one('getAllConfigInfo', list(configInfo)),
    readProcessLog: (name: string, offset: number, length: number) =>
      one('readProcessLog', text, name, offset, length),
    readProcessStdoutLog: (name: string, offset: number, length: number) =>
      one('readProcessStdoutLog', text, name, offset, length),
    readProcessStderrLog: (name: string, offset: number, length: number) =>
      one('readProcessStderrLog', text, name, offset, length),
    tailProcessLog: (name: string, offset: number, length: number) =>
      one('tailProcessLog', window, name, offset, length),
    tailProcessStdoutLog: (name: string, offset: number, length: number) =>
      one('tailProcessStdoutLog', window, name, offset, length),
    tailProcessStderrLog: (name: string, offset: number, length: number) =>
      one('tailProcessStderrLog', window, name, offset, length),
    clearProcessLogs: (name: string) => one('clearProcessLogs', truth, name),
    clearProcessLog: (name: string) => one('clearProcessLog', truth, name),
    clearAllProcessLogs: () => one('clearAllProcessLogs', results),
    sendProcessStdin: (name: string, chars: string) => one('sendProcessStdin', truth, name, chars),
    sendRemoteCommEvent: (type: string, data: string) => one('sendRemoteCommEvent', truth, type, data),
  }
}

export type SupervisorMethods = ReturnType<typeof supervisorMethods>

export function systemMethods(call: Call) {
  return {
    listMethods: () => call('system.listMethods', [], list(text)),
    methodHelp: (name: string) => call('system.methodHelp', [name], text),
    methodSignature: (name: string) => call('system.methodSignature', [name], list(text)),
    /** Bare values in the order of the calls; a failed one gives `{ faultCode, faultString }` (RPC-73). */
    multicall: (calls: readonly MultiCall[]) =>
      call('system.multicall', [calls.map((one) => ({ ...one }))], list(any)),
  }
}

export type SystemMethods = ReturnType<typeof systemMethods>
