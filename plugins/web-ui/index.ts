// The web pages: status with its actions, the tail of a log, ok.html, and the files they need (WEB-04..09, WEB-25..38).

import type { FastifyInstance } from 'fastify'
import { definePlugin, httpHooks } from 'reeve/sdk'
import { createPerform } from './actions.js'
import { receiveForms } from './form.js'
import { createLiveFiles } from './live-files.js'
import { addSessionRoute } from './session-route.js'
import { sendStatic } from './static-files.js'
import { createStatusRoute } from './status-route.js'
import { createTailRoute } from './tail-page.js'

export default definePlugin({
  name: 'web-ui',
  requires: ['http-server'],
  apply(supervisor) {
    const perform = createPerform(supervisor)
    const live = createLiveFiles()
    httpHooks(supervisor).server.tap('web-ui', (server, section) => {
      live.addRoutes(server)
      addSessionRoute(server, section, supervisor)
      const status = createStatusRoute(supervisor, section, perform, live)
      const tail = createTailRoute(supervisor)
      addPages(server, [
        { ...status, url: '/' },
        { ...status, url: '/index.html' },
        { ...tail, url: '/tail.html' },
        // Health checks compare the body with these two bytes.
        {
          url: '/ok.html',
          handler: (_request, reply) => reply.header('content-type', 'text/plain').send('OK'),
        },
      ])
      server.route({ method: ['GET', 'HEAD'], url: '/*', handler: sendStatic })
    })
  },
})

type Route = Omit<Parameters<FastifyInstance['route']>[0], 'method'>

/** Adds routes that take GET and POST. HEAD is left to the files, as in Supervisor (WEB-08). */
function addPages(server: FastifyInstance, routes: readonly Route[]): void {
  server.register(async (scope) => {
    receiveForms(scope)
    for (const route of routes) {
      scope.route({ ...route, method: ['GET', 'POST'] })
      // Addresses are often joined from one that ends with a slash and one that begins with it.
      scope.route({ ...route, url: `/${route.url}`, method: ['GET', 'POST'] })
    }
  })
}
