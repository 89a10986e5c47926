// Answers to what no route handles: malformed requests, failures, unknown paths.

import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { errorPage } from 'reeve/sdk'

/** Scripts tell the servers of Supervisor by this name (WEB-11). */
export const SERVER_NAME = 'Medusa/1.12'

export function sendError(
  reply: FastifyReply,
  status: number,
  reason = STATUS_CODES[status] ?? 'Error',
): FastifyReply {
  return reply.code(status).header('content-type', 'text/html').send(errorPage(status, reason))
}

const STATUS_OF_ERROR: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** What is not HTTP at all is answered and closed (WEB-10). */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const status = STATUS_OF_ERROR[error.code ?? ''] ?? 400
  const reason = STATUS_CODES[status] ?? 'Error'
  const page = errorPage(status, reason)
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nServer: ${SERVER_NAME}\r\nConnection: close\r\n` +
      `Content-Length: ${page.length}\r\nContent-Type: text/html\r\n\r\n${page}`,
  )
}
