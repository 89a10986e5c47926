// The fields of a request: its query and, for POST, its body (WEB-15).

import type { FastifyInstance, FastifyRequest, RequestPayload } from 'fastify'
import { sendError } from './refusal.js'

/** Fields by name. An empty field is as good as none. */
export type Form = ReadonlyMap<string, string>

/** Bytes of the largest body: forms hold a name, an action and a token. */
const BODY_LIMIT = 64 * 1024

/** Makes a scope take every body for a urlencoded form, whatever type the client says it has. */
export function receiveForms(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  )
  scope.addHook('preParsing', requireLength)
  scope.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) throw error
    return sendError(reply, status)
  })
}

function requireLength(
  request: FastifyRequest,
  _reply: unknown,
  payload: RequestPayload,
  done: (error?: Error | null, payload?: RequestPayload) => void,
): void {
  if (request.method === 'POST' && request.headers['content-length'] === undefined) {
    done(Object.assign(new Error('HTTP 411'), { statusCode: 411 }))
    return
  }
  // Types that are no type at all would be refused before any parser is asked.
  request.headers['content-type'] = 'application/x-www-form-urlencoded'
  done(null, payload)
}

/** The fields of a request. Of repeated ones the first of a query counts and the last of a body; the body wins. */
export function readForm(request: FastifyRequest): Form {
  const question = request.url.indexOf('?')
  const form = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(question < 0 ? '' : request.url.slice(question))) {
    if (value !== '' && !form.has(name)) form.set(name, value)
  }
  if (typeof request.body !== 'string') return form
  for (const [name, value] of new URLSearchParams(request.body)) {
    if (value !== '') form.set(name, value)
  }
  return form
}
