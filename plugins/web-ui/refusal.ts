// Small pages that say what a request came to instead of a page.

import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'
import { errorPage } from 'reeve/sdk'

export function sendError(
  reply: FastifyReply,
  status: number,
  reason = STATUS_CODES[status] ?? 'Error',
): FastifyReply {
  return reply.code(status).header('content-type', 'text/html').send(errorPage(status, reason))
}
