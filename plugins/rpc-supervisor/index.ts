// The main RPC interface: what `supervisor.rpcinterface:make_main_rpcinterface` of a config file stands for.

import { definePlugin, Fault, type RpcNamespace, rpcHooks, type Supervisor } from 'reeve/sdk'
import { allConfigInfo } from './config-info.js'
import { createDaemonMethods, createEventMethods } from './daemon-methods.js'
import { DOCS } from './docs.js'
import { createLogMethods } from './log-methods.js'
import { createProcessMethods } from './process-methods.js'

export default definePlugin({
  name: 'rpc-supervisor',
  apply(supervisor) {
    rpcHooks(supervisor).factories.set('supervisor.rpcinterface:make_main_rpcinterface', createNamespace)
  },
})

/** Names of earlier releases that clients still call. */
const ALIASES = {
  getVersion: 'getAPIVersion',
  readMainLog: 'readLog',
  readProcessLog: 'readProcessStdoutLog',
  tailProcessLog: 'tailProcessStdoutLog',
  clearProcessLog: 'clearProcessLogs',
}

type Method = RpcNamespace['methods'][string]

export function createNamespace(supervisor: Supervisor): RpcNamespace {
  const stateful: Record<string, Method> = {
    ...createDaemonMethods(supervisor),
    ...createProcessMethods(supervisor),
    ...createLogMethods(supervisor),
    getAllConfigInfo: () => allConfigInfo(supervisor),
  }
  const guarded = Object.entries(stateful).map(([name, method]) => [name, guard(supervisor, method)])
  return {
    methods: { ...Object.fromEntries(guarded), ...createEventMethods(supervisor) },
    docs: DOCS,
    aliases: ALIASES,
  }
}

/** While the daemon ends or starts over it carries out nothing (RPC-16). */
function guard(supervisor: Supervisor, method: Method): Method {
  const guarded: Method = (...parameters) => {
    if (supervisor.state === 'SHUTDOWN' || supervisor.state === 'RESTARTING') {
      throw new Fault('SHUTDOWN_STATE')
    }
    return method(...parameters)
  }
  // How many arguments a method needs is told by its length.
  return Object.defineProperty(guarded, 'length', { value: method.length })
}
