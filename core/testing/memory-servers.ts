// HTTP servers without sockets: what the daemon binds is kept, and requests reach it over memory.

import { type Server as HttpServer, request as httpRequest } from 'node:http'
import type { Server } from 'node:net'
import { Duplex } from 'node:stream'
import type { ListenAddress } from '../../sdk/supervisor.js'
import { decodeResponse } from '../../sdk/xmlrpc/decode.js'
import { encodeCall } from '../../sdk/xmlrpc/encode.js'
import type { XmlRpcValue } from '../../sdk/xmlrpc/values.js'

export interface HttpAnswer {
  readonly status: number
  readonly body: string
}

export interface MemoryServers {
  /** The `bind` of a supervisor. */
  bind(server: Server, address: ListenAddress): Promise<() => void>
  request(method: string, path: string, body?: string | Buffer): Promise<HttpAnswer>
  /** Rejects with the text of a fault. */
  call(method: string, parameters: readonly XmlRpcValue[]): Promise<XmlRpcValue>
}

export function createMemoryServers(): MemoryServers {
  const servers: HttpServer[] = []

  function request(method: string, path: string, body: string | Buffer = ''): Promise<HttpAnswer> {
    const server = servers[0]
    if (server === undefined) throw new Error('the config has no HTTP server: add [unix_http_server]')
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        method,
        path,
        headers: {
          'content-type': 'text/xml',
          'content-length': Buffer.byteLength(body),
          connection: 'close',
        },
        createConnection: () => connect(server),
      })
      outgoing.on('error', reject)
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        )
      })
      outgoing.end(body)
    })
  }

  return {
    async bind(server) {
      servers.push(server as HttpServer)
      return () => {
        servers.splice(servers.indexOf(server as HttpServer), 1)
      }
    },
    request,
    async call(method, parameters) {
      const { status, body } = await request('POST', '/RPC2', encodeCall(method, parameters))
      if (status !== 200) throw new Error(`HTTP ${status} for ${method}: ${body}`)
      const answer = decodeResponse(body)
      if ('fault' in answer) throw new Error(answer.fault.text)
      return answer.value
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
