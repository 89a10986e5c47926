// An HTTP server for tests of health checks: answers as it is told at the moment.

import { createServer, type RequestListener } from 'node:http'
import type { Socket } from 'node:net'

export interface PageServer {
  readonly port: number
  readonly url: string
  answer: RequestListener
  /** Paths that were asked for. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

export async function startPageServer(): Promise<PageServer> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const page: { answer: RequestListener } = { answer: (_request, response) => void response.end('fine') }
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    page.answer(request, response)
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return Object.assign(page, {
    port,
    url: `http://127.0.0.1:${port}/health?a=b`,
    asked,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  })
}
