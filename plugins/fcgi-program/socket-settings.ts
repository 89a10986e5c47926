// What the options of a program say about its socket.

import { isIPv6 } from 'node:net'
import { isAbsolute, resolve } from 'node:path'
import type { FcgiProgramOptions } from 'reeve/schemas/types'
import type { ListenSocketAddress, ProcessConfig } from 'reeve/sdk'

/** The plugin, its section kind and the key of its options in a process's configuration. */
export const NAME = 'fcgi-program'

export interface SocketSettings extends Socket {
  /** One for each program: in the groups that list it, all of its processes share the socket. */
  readonly key: string
}

interface Socket {
  /** As the log lines show it. */
  readonly url: string
  readonly address: ListenSocketAddress
  readonly backlog: number | undefined
}

/** The socket of a section cannot be as it is written. The message is Supervisor's. */
export class SocketProblem extends Error {
  override readonly name = 'SocketProblem'
}

/** Null for a process that is none of ours. */
export function socketOf(config: ProcessConfig): SocketSettings | null {
  const { socket, ...options } = config.of<SocketOptions>(NAME)
  if (socket === undefined) return null
  const read = readSocket({ ...options, socket }, config.user)
  return { ...read, key: `${config.program} ${read.url}` }
}

export type SocketOptions = Omit<FcgiProgramOptions, 'priority'>

/** `user` is whom the program runs as, null for the daemon's own user. Throws SocketProblem. */
export function readSocket(options: SocketOptions, user: number | null): Socket {
  const { socket, socket_owner: owner, socket_mode: mode, socket_backlog: backlog } = options
  if (socket.startsWith('unix://')) {
    const written = socket.slice('unix://'.length)
    if (!isAbsolute(written)) throw new SocketProblem(`Unix socket path ${written} is not an absolute path`)
    const path = resolve(written)
    const byDefault = user === null ? null : { uid: user, gid: null }
    const address = { kind: 'unix', path, mode: mode ?? USUAL_MODE, owner: owner ?? byDefault } as const
    return { url: `unix://${path}`, address, backlog }
  }
  if (owner !== undefined || mode !== undefined) {
    throw new SocketProblem(
      'socket_owner and socket_mode params should only be used with a Unix domain socket',
    )
  }
  const address = readInetAddress(socket)
  const host = isIPv6(address.host) ? `[${address.host}]` : address.host
  return { url: `tcp://${host}:${address.port}`, address, backlog }
}

const USUAL_MODE = 0o700
// Differs from Supervisor: an IPv6 address in brackets works ("a FastCGI socket may have an IPv6 address").
const INET = /^tcp:\/\/(?:\[([^\]]+)\]|([^\s:[\]]+)):(\d+)$/

function readInetAddress(socket: string): Extract<ListenSocketAddress, { kind: 'inet' }> {
  const [, ipv6, host = ipv6 ?? '', digits] = INET.exec(socket) ?? []
  if (digits === undefined || (ipv6 !== undefined && !isIPv6(ipv6))) {
    throw new SocketProblem(`Bad socket format ${socket}`)
  }
  const port = Number(digits)
  if (port < 1) throw new SocketProblem(`${port} is below lower bound (1)`)
  if (port > 65_535) throw new SocketProblem(`${port} is above upper bound (65535)`)
  return { kind: 'inet', host: host.toLowerCase(), port }
}
