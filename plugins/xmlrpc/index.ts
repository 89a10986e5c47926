// The XML-RPC interface: collects the namespaces of all plugins once and serves them on every HTTP server.

import { definePlugin, hasHttpServer, httpHooks, rpcHooks, runningTap } from 'reeve/sdk'
import { createDispatch, type Dispatch } from './dispatch.js'
import { messages } from './messages.js'
import { createRegistry } from './registry.js'
import { addRoute } from './route.js'
import { defineSystem } from './system.js'

export default definePlugin({
  name: 'xmlrpc',
  requires: ['http-server'],
  apply(supervisor) {
    if (!hasHttpServer(supervisor)) return
    const { log, clock } = supervisor
    const hooks = rpcHooks(supervisor)
    let dispatch: Dispatch | undefined
    const adding = runningTap(hooks.namespaces)
    // One set of namespaces for all servers, so that no subscription of theirs is doubled (EDGE-44).
    supervisor.hooks.boot.tap('xmlrpc', () => {
      const registry = createRegistry({
        adding,
        onAdd(space, methods) {
          for (const { plugin, name } of methods) supervisor.credit(plugin, 'rpcMethods', name)
          log.info(messages.initialized(space))
        },
      })
      hooks.namespaces.call(registry)
      dispatch = createDispatch(registry, supervisor)
      defineSystem(registry, dispatch, clock)
      for (const name of registry.names()) {
        if (name.startsWith('system.')) supervisor.credit('xmlrpc', 'rpcMethods', name)
      }
    })
    httpHooks(supervisor).server.tap('xmlrpc', (server) => addRoute(server, dispatch!, log, clock))
  },
})
