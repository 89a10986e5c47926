// The fastify application of one server: its door, failures as small pages, and the routes of other plugins.

import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify'
import { httpHooks, type Section, type Supervisor } from 'reeve/sdk'
import { createAccessLog } from './access-log.js'
import { createDoor } from './door.js'
import { sendError } from './refusal.js'

/**
 * Nothing is validated or serialised by schema, so the two compilers, most of fastify's weight, are never loaded.
 * fastify's types want ajv's own function types here.
 */
const NO_COMPILERS = {
  compilersFactory: {
    buildValidator: () => () => () => true,
    buildSerializer: () => () => JSON.stringify,
  },
} as unknown as NonNullable<FastifyServerOptions['schemaController']>

export interface App {
  readonly instance: FastifyInstance
  readonly listener: RequestListener
}

/** Builds a server's application. fastify is loaded here and nowhere else. */
export async function createApp(supervisor: Supervisor, section: Section, server: Server): Promise<App> {
  // The default export is what a bundler keeps of a CommonJS module.
  const { default: fastify } = await import('fastify')
  let listener: RequestListener | undefined
  const instance = fastify({
    serverFactory: (handler) => {
      listener = handler as RequestListener
      return server
    },
    exposeHeadRoutes: false,
    schemaController: NO_COMPILERS,
    rewriteUrl: (request) => pathOfTarget(request as IncomingMessage),
    routerOptions: { maxParamLength: 4096 },
    // A path that cannot be decoded, or is very long.
    frameworkErrors: (_error, request, reply) => refuseUnknown(request, reply),
    // The gate already answers what is not HTTP.
    clientErrorHandler: () => undefined,
  })
  instance.decorateRequest('caller')
  instance.addHook('onRequest', createDoor(supervisor, section))
  if (supervisor.log.enabled('trace')) instance.addHook('onResponse', createAccessLog(supervisor))
  instance.setNotFoundHandler(refuseUnknown)
  instance.setErrorHandler((error: { statusCode?: number; stack?: string }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) {
      const { config, url } = request.routeOptions
      if (config.plugin !== undefined)
        supervisor.blame(config.plugin, `route ${request.method} ${url}`, error)
      supervisor.log.error(
        `Server '${section.header}': ${request.method} ${request.url} failed: ${error.stack ?? String(error)}`,
      )
    }
    return sendError(reply, status)
  })
  httpHooks(supervisor).server.call(instance, section)
  await instance.ready()
  return { instance, listener: listener! }
}

/** The path of a request target: clients of unix sockets also send absolute ones, such as `http://unix/RPC2`. */
function pathOfTarget(request: { readonly url?: string | undefined }): string {
  const target = request.url ?? '/'
  if (target.charCodeAt(0) === 0x2f) return target
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/i.exec(target)?.[1] ?? target
  return path.startsWith('/') ? path : `/${path}`
}

/** Other methods than GET and HEAD are refused wherever no plugin knows them (WEB-07, WEB-09). */
function refuseUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendError(reply, request.method === 'GET' || request.method === 'HEAD' ? 404 : 400)
}
