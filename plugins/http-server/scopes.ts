// A scope for each plugin that adds routes: what it does to its scope stays there, and its routes are its own.

import type { FastifyInstance } from 'fastify'
import { httpHooks, type Section, type Supervisor } from 'reeve/sdk'

type AddRoutes = (server: FastifyInstance, section: Section) => void

/**
 * Gives every tap of the `server` hook an encapsulated fastify, and credits its plugin with the routes. What fails in
 * there, later than the tap too, keeps nobody else from answering.
 */
export function encapsulateTaps(supervisor: Supervisor): void {
  const { server, roots } = httpHooks(supervisor)
  server.intercept({
    register(tap) {
      const addRoutes = tap.fn as AddRoutes
      const fn: AddRoutes = (instance, section) => {
        const loading = instance.register((scope, _options, done) => {
          scope.addHook('onRoute', (route) => {
            const { method, url } = route
            const owner = roots.ownerOf(url)
            if (owner !== undefined && owner.plugin !== tap.name) {
              throw new Error(
                `its route ${[method].flat().join(',')} ${url} is not added: plugin ${owner.plugin} answers for everything below ${owner.path}`,
              )
            }
            route.config = { ...route.config, plugin: tap.name }
            for (const one of [method].flat()) supervisor.credit(tap.name, 'routes', `${one} ${url}`)
          })
          addRoutes(scope, section)
          done()
        })
        loading.after((error) => {
          if (error) supervisor.log.error(`plugin ${tap.name} failed in hook http.server: ${error.message}`)
        })
      }
      return { ...tap, fn }
    },
  })
}
