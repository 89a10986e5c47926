// Operations that tell of plugins and of event listeners.

import type { ListenerPoolList, PluginList } from 'reeve/schemas/api-types'
import { eventListenerHooks, type Supervisor } from 'reeve/sdk'

export function createPluginOperations(supervisor: Supervisor) {
  return {
    listPlugins: (): PluginList => ({
      plugins: supervisor.plugins.map(({ commands: _commands, ...plugin }) => plugin),
    }),
    listListeners: (): ListenerPoolList => ({
      pools: [...eventListenerHooks(supervisor).pools.values()].map((pool) => ({
        group: pool.group.name,
        events: pool.events,
        waiting: pool.waiting,
        limit: pool.limit,
        dropped: pool.dropped,
        listeners: [...pool.listenerStates].map(([{ namespec }, state]) => ({ namespec, state })),
      })),
    }),
  }
}
