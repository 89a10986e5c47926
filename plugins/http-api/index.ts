// The JSON API on every HTTP server. What answers requests is loaded at the first one: most daemons are never asked.

import { definePlugin, hasHttpServer, httpHooks } from 'reeve/sdk'
import { addRoutes } from './door.js'
import { createHistories } from './history.js'

export default definePlugin({
  name: 'http-api',
  requires: ['http-server'],
  apply(supervisor) {
    if (!hasHttpServer(supervisor)) return
    const startedAt = supervisor.clock.now()
    const histories = createHistories(supervisor)
    let api: Promise<import('./api.js').Api> | undefined
    const load = () => {
      api ??= import('./api.js').then(({ createApi }) => createApi({ supervisor, histories, startedAt }))
      return api
    }
    httpHooks(supervisor).server.tap('http-api', (server) => addRoutes(server, load))
    return async () => (await api)?.close()
  },
})
