// The listening sockets that plugins open for children, so that each is known and none is left open.

import { constants } from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import type { ListenSocket, ListenSocketAddress, ListenSocketOptions } from '../sdk/listen-socket.js'
import type { SocketSnapshot } from '../sdk/snapshot.js'
import type { ListenError } from '../sdk/supervisor.js'
import type { ListenFailure, Posix } from './posix/port.js'

export class ListenSockets {
  readonly #posix: Posix
  readonly #open = new Set<SocketSnapshot>()
  /** Those that another image of this program left open and nobody has asked for yet. */
  readonly #carried: Set<SocketSnapshot>

  constructor(posix: Posix, carried: readonly SocketSnapshot[] = []) {
    this.#posix = posix
    this.#carried = new Set(carried)
  }

  /** Throws a ListenError. */
  open(address: ListenSocketAddress, options: ListenSocketOptions): ListenSocket {
    const carried = [...this.#carried].find((one) => isDeepStrictEqual(one.address, address))
    const socket = carried ?? { address, fd: this.#create(address, options) }
    if (carried !== undefined) this.#carried.delete(carried)
    this.#open.add(socket)
    return {
      fd: socket.fd,
      close: () => {
        if (this.#open.delete(socket)) this.#posix.close(socket.fd)
      },
    }
  }

  snapshot(): readonly SocketSnapshot[] {
    return [...this.#carried, ...this.#open]
  }

  closeAll(): void {
    for (const { fd } of this.snapshot()) this.#posix.close(fd)
    this.#carried.clear()
    this.#open.clear()
  }

  #create(address: ListenSocketAddress, options: ListenSocketOptions): number {
    const result = this.#posix.openListenSocket({ ...options, address })
    if (typeof result !== 'number') throw toListenError(result)
    return result
  }
}

function toListenError({ errno, reason }: ListenFailure): ListenError {
  const errnoNumber = constants.errno[errno as keyof typeof constants.errno] ?? null
  return Object.assign(new Error(reason), { code: 'REEVE_LISTEN' as const, errno, errnoNumber })
}
