// Methods about the daemon: its state, its own log, its configuration and its groups (RPC-30..41, RPC-59).

import {
  API_VERSION,
  createEvent,
  Fault,
  isFault,
  SUPERVISOR_STATES,
  SUPERVISOR_VERSION,
  type Supervisor,
} from 'reeve/sdk'
import { toInt32, type XmlRpcValue } from 'reeve/sdk/xmlrpc'
import { asGroupName, asInteger } from './arguments.js'

export function createDaemonMethods(supervisor: Supervisor) {
  return {
    getAPIVersion: () => API_VERSION,
    getSupervisorVersion: () => SUPERVISOR_VERSION,
    getIdentification: () => supervisor.identifier,
    getState: () => ({ statecode: SUPERVISOR_STATES[supervisor.state], statename: supervisor.state }),
    getPID: () => toInt32(supervisor.pid),
    readLog: (offset: XmlRpcValue, length: XmlRpcValue) =>
      supervisor.mainLog.read(asInteger(offset), asInteger(length)).toString('utf8'),
    clearLog() {
      try {
        supervisor.mainLog.clear()
      } catch (error) {
        throw isFault(error) ? new Fault(error.faultName) : error
      }
      return true
    },
    shutdown() {
      supervisor.shutdown()
      return true
    },
    async restart() {
      await supervisor.restart()
      return true
    },
    // Clients expect the three lists inside one more list.
    reloadConfig() {
      const { added, changed, removed } = supervisor.reread()
      return [[added, changed, removed]]
    },
    addProcessGroup(name: XmlRpcValue) {
      supervisor.addGroup(asGroupName(name))
      return true
    },
    removeProcessGroup(name: XmlRpcValue) {
      supervisor.removeGroup(asGroupName(name))
      return true
    },
  }
}

/** The one method that works in every state of the daemon (RPC-16). */
export function createEventMethods(supervisor: Supervisor) {
  return {
    sendRemoteCommEvent(type: XmlRpcValue, data: XmlRpcValue) {
      supervisor.emit(() =>
        createEvent('REMOTE_COMMUNICATION', () => `type:${String(type)}\n${String(data)}`),
      )
      return true
    },
  }
}
