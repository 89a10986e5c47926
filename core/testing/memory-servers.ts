// HTTP servers without sockets: what the daemon binds is kept, and requests reach it over memory.

import { type Server as HttpServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import type { ListenAddress, ListenError } from '../../sdk/supervisor.js'
import { decodeResponse } from '../../sdk/xmlrpc/decode.js'
import { encodeCall } from '../../sdk/xmlrpc/encode.js'
import type { XmlRpcValue } from '../../sdk/xmlrpc/values.js'

export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export interface HttpAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A fault as a client gets it: `message` is its text. */
export class RpcFault extends Error {
  override readonly name = 'RpcFault'
  readonly faultCode: number

  constructor(faultCode: number, text: string) {
    super(text)
    this.faultCode = faultCode
  }
}

export interface MemoryServers {
  /** The `bind` of a supervisor. */
  bind(server: Server, address: ListenAddress): Promise<() => void>
  /** To the first server that was bound. */
  request(method: string, path: string, request?: HttpRequest | string | Buffer): Promise<HttpAnswer>
  /** Rejects with an RpcFault. */
  call(method: string, parameters: readonly XmlRpcValue[]): Promise<XmlRpcValue>
  /** Opens a unix socket in `folder` that leads to the first server, once. */
  serverurl(folder: string): Promise<string>
  /** Breaks the connections to that socket. */
  disconnect(): void
  close(): Promise<void>
}

export function createMemoryServers(): MemoryServers {
  const bound: { readonly server: HttpServer; readonly address: ListenAddress }[] = []
  let opening: Promise<Door> | undefined
  const sockets = new Set<Socket>()

  function first(): HttpServer {
    const [one] = bound
    if (one === undefined) throw new Error('the config has no HTTP server: add [unix_http_server]')
    return one.server
  }

  async function request(
    method: string,
    path: string,
    wanted: HttpRequest | string | Buffer = {},
  ): Promise<HttpAnswer> {
    const server = first()
    const { headers = {}, body = '' }: HttpRequest =
      typeof wanted === 'string' || Buffer.isBuffer(wanted) ? { body: wanted } : wanted
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        method,
        path,
        headers: {
          'content-type': 'text/xml',
          'content-length': Buffer.byteLength(body),
          connection: 'close',
          ...headers,
        },
        createConnection: () => connect(server),
      })
      outgoing.on('error', reject)
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      })
      outgoing.end(body)
    })
  }

  return {
    async bind(server, address) {
      if (address.kind === 'inet' && bound.some((other) => isDeepStrictEqual(other.address, address)))
        throw inUse()
      const one = { server: server as HttpServer, address }
      bound.push(one)
      return () => {
        bound.splice(bound.indexOf(one), 1)
      }
    },
    request,
    async call(method, parameters) {
      const { status, body } = await request('POST', '/RPC2', encodeCall(method, parameters))
      if (status !== 200) throw new Error(`HTTP ${status} for ${method}: ${body}`)
      const answer = decodeResponse(body)
      if ('fault' in answer) throw new RpcFault(answer.fault.code, answer.fault.text)
      return answer.value
    },
    async serverurl(folder) {
      opening ??= openDoor(join(folder, 'door'), sockets, first)
      return `unix://${(await opening).path}`
    },
    disconnect() {
      for (const socket of sockets) socket.destroy()
    },
    async close() {
      await (await opening)?.close()
    },
  }
}

/** As in life a port can be had once. */
function inUse(): ListenError {
  const failure = new Error('address already in use')
  return Object.assign(failure, { code: 'REEVE_LISTEN', errno: 'EADDRINUSE', errnoNumber: 98 } as const)
}

interface Door {
  readonly path: string
  close(): Promise<void>
}

async function openDoor(path: string, sockets: Set<Socket>, server: () => HttpServer): Promise<Door> {
  const door = createServer((socket) => {
    sockets.add(socket)
    // A test that fails halfway leaves it open, and must end all the same.
    socket.unref()
    socket.once('close', () => sockets.delete(socket))
    server().emit('connection', socket)
  })
  await new Promise<void>((resolve, reject) => {
    door.once('error', reject)
    door.listen(path, resolve)
  })
  door.unref()
  return {
    path,
    async close() {
      const closed = new Promise((resolve) => door.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** A connection to a server that never listened: Node takes any Duplex for one. */
function connect(server: HttpServer): Duplex {
  const [client, served] = createPair()
  server.emit('connection', served)
  return client
}

/** Two streams, each of which reads what is written to the other. */
function createPair(): readonly [Duplex, Duplex] {
  const ends: Duplex[] = []
  const create = (other: () => Duplex | undefined) =>
    new Duplex({
      read() {},
      write(chunk, _encoding, done) {
        other()?.push(chunk)
        done()
      },
      final(done) {
        other()?.push(null)
        done()
      },
    })
  ends.push(
    create(() => ends[1]),
    create(() => ends[0]),
  )
  return ends as [Duplex, Duplex]
}
