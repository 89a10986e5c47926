// Values by key over XML-RPC, kept until the daemon ends or starts over: the namespace of the Python package
// supervisor_cache, which other programs use to leave notes for each other.

import { definePlugin, Fault, type RpcNamespace, rpcHooks, type Supervisor } from 'reeve/sdk'
import type { XmlRpcValue } from 'reeve/sdk/xmlrpc'
import { DOCS } from './docs.js'

const API_VERSION = '0.2'
/** The package moved its factory; configs of either age are about. */
const NAMES = [
  'supervisor_cache:make_cache_rpcinterface',
  'supervisor_cache.rpcinterface:make_cache_rpcinterface',
]

export default definePlugin({
  name: 'rpc-cache',
  apply(supervisor) {
    for (const name of NAMES) rpcHooks(supervisor).factories.set(name, createCache)
  },
})

function createCache(supervisor: Pick<Supervisor, 'state'>): RpcNamespace {
  const values = new Map<string, XmlRpcValue>()
  const guarded = <Result>(work: () => Result): Result => {
    if (supervisor.state !== 'RUNNING') throw new Fault('SHUTDOWN_STATE')
    return work()
  }
  return {
    docs: DOCS,
    methods: {
      getAPIVersion: () => guarded(() => API_VERSION),
      getKeys: () => guarded(() => [...values.keys()].sort()),
      getCount: () => guarded(() => values.size),
      store: (key: XmlRpcValue, value: XmlRpcValue) =>
        guarded(() => {
          values.set(checkedKey(key), value)
          return true
        }),
      fetch: (key: XmlRpcValue) =>
        guarded(() => {
          const value = values.get(checkedKey(key))
          if (value === undefined || value === null) throw new Fault('BAD_NAME')
          return value
        }),
      delete: (key: XmlRpcValue) =>
        guarded(() => {
          values.delete(checkedKey(key))
          return true
        }),
      clear: () =>
        guarded(() => {
          values.clear()
          return true
        }),
    },
  }
}

function checkedKey(key: XmlRpcValue): string {
  if (typeof key === 'string' && key !== '') return key
  throw new Fault('BAD_NAME', 'Cache key must be a non-empty string')
}
