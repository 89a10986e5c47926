// The first thing that happens to a request: the server's name, who sends it, and whether it may come in at all.

import type { FastifyReply, FastifyRequest } from 'fastify'
import { httpHooks, isCrossSite, type Section, type Supervisor, saysItsSite } from 'reeve/sdk'
import { createAuthenticate } from './authentication.js'
import { createRoom } from './bodies.js'
import { FailedLogins } from './failed-logins.js'
import { createHostCheck } from './host-check.js'
import { SERVER_NAME, sendError } from './refusal.js'

export type Door = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])
const STRANGE_HOST =
  'Forbidden: this server does not know the name in the address; add it to allowed_hosts in [inet_http_server]'
const NO_TOKEN =
  'Forbidden: the page that asked is older than the daemon, and nothing was done; load it again'

export function createDoor(supervisor: Supervisor, section: Section): Door {
  const hooks = httpHooks(supervisor)
  const authenticate = createAuthenticate(section, hooks)
  const isStrangeHost = createHostCheck(section)
  const failures = new FailedLogins(supervisor.clock)
  const takeRoom = createRoom()

  /** Sends what keeps a request out; undefined lets it in. */
  function refuse(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    if (isStrangeHost?.(request.raw) === true) return sendError(reply, 403, STRANGE_HOST)
    const { remoteAddress } = request.raw.socket
    const wait = remoteAddress === undefined ? 0 : failures.waitSeconds(remoteAddress)
    // Differs from Supervisor: guessing passwords takes long.
    if (wait > 0) return sendError(reply.header('retry-after', wait).header('connection', 'close'), 429)
    const { authorization } = request.headers
    const verdict = authenticate(authorization)
    if (typeof verdict !== 'object') {
      if (authorization !== undefined && remoteAddress !== undefined && failures.add(remoteAddress)) {
        supervisor.log.warn(`Server '${section.header}': too many wrong passwords from ${remoteAddress}`)
      }
      if (verdict === 401) reply.header('www-authenticate', 'Basic realm="default"')
      return sendError(reply.header('connection', 'close'), verdict)
    }
    request.caller = verdict
    // Differs from Supervisor: a small call is never refused ("slow senders of large bodies take
    // no more than 64 MiB, and small calls are answered meanwhile").
    if (!takeRoom(request, reply)) return sendError(reply.header('retry-after', 10), 503)
    return SAFE_METHODS.has(request.method) ? undefined : refuseChange(request, reply)
  }

  /** A browser sends simple POSTs for any page, with the password that it remembers: to /RPC2 too. */
  // Differs from Supervisor: pages of other sites can change nothing (EDGE-38).
  function refuseChange(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    const { checksOrigin, needsToken } = request.routeOptions.config ?? {}
    if (checksOrigin === true) return undefined
    if (isCrossSite(request.headers)) return sendError(reply, 403)
    if (needsToken !== true || !saysItsSite(request.headers)) return undefined
    const given = request.headers['x-reeve-token']
    return typeof given === 'string' && hooks.token.matches(given)
      ? undefined
      : sendError(reply, 403, NO_TOKEN)
  }

  return (request, reply, done) => {
    reply.header('server', SERVER_NAME)
    // Whatever stands in a log: it is text, and no script of a page that includes it.
    reply.header('x-content-type-options', 'nosniff')
    if (refuse(request, reply) === undefined) done()
  }
}
