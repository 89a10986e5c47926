// A target for webhooks that answers as the test says, and keeps what it was sent.

import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Target {
  readonly url: string
  readonly received: Received[]
  /** Connections that are open now. */
  readonly open: number
  close(): Promise<void>
}

export type Answer = (response: ServerResponse, request: IncomingMessage, count: number) => void

export async function startTarget(answer: Answer): Promise<Target> {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  // No timers of Node's own: the harness counts what is left.
  const server = createServer(
    { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 },
    (request, response) => {
      // The date is kept by a timer too.
      response.sendDate = false
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('error', () => undefined)
      request.on('end', () => {
        received.push({
          path: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        })
        answer(response, request, received.length)
      })
    },
  )
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    get open() {
      return sockets.size
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
