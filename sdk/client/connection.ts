// Connections of one client: each carries one request at a time, and is used again where the server allows it.

import { connect, isIP, type Socket } from 'node:net'
import type { checkServerIdentity } from 'node:tls'
import type { ServerAddress } from './address.js'

/** Who is told what comes in while a request is under way. */
export interface Receiver {
  data(bytes: Buffer): void
  end(): void
  error(error: Error): void
}

export interface Connection {
  /** Sends a request; the answer goes to `receiver` until `release` or `destroy`. */
  send(request: string, receiver: Receiver): void
  /** Keeps the connection for another request. An idle one does not keep the program alive. */
  release(): void
  destroy(): void
}

export interface ConnectionPool {
  take(): Connection
  close(): void
}

/** Which servers a https connection trusts, and how it shows who it is: PEM texts. */
export interface TlsOptions {
  /** The authorities whose servers are trusted; without it those that Node knows. */
  readonly ca?: string | Buffer | undefined
  /** A certificate with its key, for servers that ask for one. */
  readonly cert?: string | Buffer | undefined
  readonly key?: string | Buffer | undefined
}

export function createConnectionPool(address: ServerAddress, tls: TlsOptions = {}): ConnectionPool {
  const idle: Connection[] = []

  function open(): Connection {
    const socket = connectTo(address, tls)
    let receiver: Receiver | null = null
    const connection: Connection = {
      send(request, next) {
        receiver = next
        socket.ref()
        socket.write(request)
      },
      release() {
        receiver = null
        socket.unref()
        idle.push(connection)
      },
      destroy() {
        receiver = null
        const index = idle.indexOf(connection)
        if (index !== -1) idle.splice(index, 1)
        socket.destroy()
      },
    }
    // Bytes or an end without a request mean that the server is done with this connection.
    socket.on('data', (bytes: Buffer) => (receiver === null ? connection.destroy() : receiver.data(bytes)))
    socket.on('end', () => (receiver === null ? connection.destroy() : receiver.end()))
    socket.on('error', (error) => (receiver === null ? connection.destroy() : receiver.error(error)))
    return connection
  }

  return {
    take: () => idle.pop() ?? open(),
    close() {
      for (const connection of [...idle]) connection.destroy()
    },
  }
}

export function connectTo({ connect: place, isSecure }: ServerAddress, tls: TlsOptions = {}): Socket {
  if (!isSecure || !('host' in place)) return connect({ ...place, noDelay: true })
  // Loading OpenSSL takes longer than all the rest of a short program.
  const node = process.getBuiltinModule('node:tls')
  const { ca, cert, key } = tls
  const socket = node.connect({
    ...place,
    ...(isIP(place.host) === 0 ? { servername: place.host } : {}),
    ...(isIP(place.host) === 6 ? { checkServerIdentity: acceptIPv6(node.checkServerIdentity) } : {}),
    ALPNProtocols: ['http/1.1'],
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  })
  return socket.setNoDelay(true)
}

/** Node 22.23 takes an IPv6 address for an empty host name, which is in no certificate. */
function acceptIPv6(check: typeof checkServerIdentity): typeof checkServerIdentity {
  const { X509Certificate } = process.getBuiltinModule('node:crypto')
  return (host, certificate) =>
    new X509Certificate(certificate.raw).checkIP(host) === undefined ? check(host, certificate) : undefined
}
