// The JSON API on every HTTP server. What answers requests is loaded at the first one: most daemons are never asked.

import { definePlugin, hasHttpServer, httpHooks } from 'reeve/sdk'
import { addRoutes, ROOT } from './door.js'
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
    const { server, roots } = httpHooks(supervisor)
    roots.claim(ROOT, 'http-api')
    server.tap('http-api', (instance) => addRoutes(instance, load))
    return async () => (await api)?.close()
  },
})
