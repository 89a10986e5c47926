// A scope for each plugin that adds routes: what it does to its scope stays there, and its routes are its own.

import type { FastifyInstance } from 'fastify'
import { httpHooks, type Section, type Supervisor } from 'reeve/sdk'

type AddRoutes = (server: FastifyInstance, section: Section) => void

/** Gives every tap of the `server` hook an encapsulated fastify, and credits its plugin with the routes. */
export function encapsulateTaps(supervisor: Supervisor): void {
  httpHooks(supervisor).server.intercept({
    register(tap) {
      const addRoutes = tap.fn as AddRoutes
      const fn: AddRoutes = (server, section) => {
        server.register((scope, _options, done) => {
          scope.addHook('onRoute', ({ method, url }) => {
            for (const one of [method].flat()) supervisor.credit(tap.name, 'routes', `${one} ${url}`)
          })
          addRoutes(scope, section)
          done()
        })
      }
      return { ...tap, fn }
    },
  })
}
