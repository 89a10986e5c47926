// The API's place on a server: everything under its root comes here, bodies are JSON, and so are refusals.

import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from './api.js'
import { errorOfStatus } from './refusals.js'

export const ROOT = '/api/v1'
/** Text for a program's stdin is the longest thing that is sent. */
const BODY_BYTES = 1_048_576

/** Adds the routes for one server, in a scope of its own. */
export function addRoutes(server: FastifyInstance, load: () => Promise<Api>): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit: BODY_BYTES },
      (_request, text, done) => parse(String(text), done),
    )
    // Credentials and pages of other sites are judged before a route is asked, with a page for people.
    scope.addHook('onSend', (_request, reply, payload, done) => {
      if (reply.statusCode < 400 || String(reply.getHeader('content-type')).startsWith('application/json')) {
        done(null, payload)
        return
      }
      reply.removeHeader('content-length').type('application/json')
      const [, message] = /<p>Message: ([^<]*)\.\r\n/.exec(String(payload)) ?? []
      done(null, JSON.stringify(errorOfStatus(reply.statusCode, message)))
    })
    scope.setErrorHandler(async (error: { statusCode?: number; message: string }, request, reply) => {
      const status = error.statusCode ?? 500
      if (status >= 500) throw error
      // Many clients read no answer before they have sent everything, and see only a broken connection.
      if (status === 413) await readToEnd(request.raw)
      return reply.code(status).send(errorOfStatus(status, error.message))
    })
    const handler = async (request: FastifyRequest, reply: FastifyReply) =>
      (await load()).answer(request, reply)
    for (const url of [ROOT, `${ROOT}/*`]) {
      scope.route({
        method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        url,
        handler,
        config: { needsToken: true },
      })
    }
  })
}

function readToEnd(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    stream.once('end', resolve).once('close', resolve).resume()
  })
}

function parse(text: string, done: (error: Error | null, body?: unknown) => void): void {
  if (text === '') {
    done(null, undefined)
    return
  }
  try {
    done(null, JSON.parse(text))
  } catch (error) {
    done(Object.assign(new Error(`the body is not JSON: ${(error as Error).message}`), { statusCode: 400 }))
  }
}
