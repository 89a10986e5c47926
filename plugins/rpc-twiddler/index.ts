// Programs added and removed while the daemon runs: the namespace of the Python package supervisor_twiddler.

import { definePlugin, type RpcFactory, type RpcNamespace, rpcHooks } from 'reeve/sdk'
import { createAmendments } from './amendments.js'
import { DOCS } from './docs.js'
import { createMethods } from './methods.js'
import { checkCall, readWhitelist } from './whitelist.js'

export default definePlugin({
  name: 'rpc-twiddler',
  apply(supervisor) {
    rpcHooks(supervisor).factories.set(
      'supervisor_twiddler.rpcinterface:make_twiddler_rpcinterface',
      createNamespace,
    )
  },
})

const createNamespace: RpcFactory = (supervisor, options) => {
  const amendments = createAmendments()
  // Only where the interface is asked for: a reread of everybody else calls nothing.
  supervisor.hooks.config.tap('rpc-twiddler', amendments.apply)
  const whitelist = readWhitelist(options.whitelist)
  const methods: Record<string, RpcNamespace['methods'][string]> = {}
  for (const [name, method] of Object.entries(createMethods(supervisor, amendments))) {
    const checked: RpcNamespace['methods'][string] = (...parameters) => {
      checkCall(supervisor, whitelist, name)
      return (method as RpcNamespace['methods'][string])(...parameters)
    }
    // How many arguments a method needs is told by its length.
    methods[name] = Object.defineProperty(checked, 'length', { value: method.length })
  }
  return { methods, docs: DOCS }
}
