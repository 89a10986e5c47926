// The socket functions of the C library, and the addresses that they take.

import type { Libc } from './libc.js'
import type { Platform } from './platforms.js'

/** Functions return what C returns; after -1 `libc.errno()` tells why. */
export interface SocketCalls {
  bind(fd: number, address: Uint8Array, length: number): number
  listen(fd: number, backlog: number): number
  setsockopt(fd: number, level: number, option: number, value: Int32Array, length: number): number
  /** The first address of a host in one family, ready for `bind`; or why there is none. */
  lookup(
    host: string,
    port: number,
    family: number,
  ): { readonly family: number; readonly bytes: Buffer } | string
}

export function bindSocketCalls(libc: Libc): SocketCalls {
  const library = libc.koffi.load(null)
  return {
    bind: library.func('bind', 'int', ['int', 'void *', 'uint32_t']),
    listen: library.func('listen', 'int', ['int', 'int']),
    setsockopt: library.func('setsockopt', 'int', ['int', 'int', 'int', 'void *', 'uint32_t']),
    lookup: bindLookup(libc),
  }
}

/** A `sockaddr_un`, for a path of at most `socketPathBytes`. */
export function unixAddress(path: string, { socketAddressHead }: Platform): Buffer {
  const name = Buffer.from(`${path}\0`)
  return Buffer.concat([Buffer.from(socketAddressHead(2 + name.length)), name])
}

/** A member of the list that getaddrinfo makes. */
interface AddressRecord {
  readonly length: number
  readonly address: unknown
}

function bindLookup(libc: Libc): SocketCalls['lookup'] {
  const { koffi, platform } = libc
  const library = koffi.load(null)
  const pointers = platform.sockets.nameBeforeAddress ? ['name', 'address'] : ['address', 'name']
  const record = koffi.struct({
    flags: 'int',
    family: 'int',
    type: 'int',
    protocol: 'int',
    length: 'uint32_t',
    ...Object.fromEntries(pointers.map((member) => [member, 'void *'])),
    next: 'void *',
  })
  const list = koffi.out(koffi.pointer('void *'))
  const getaddrinfo = library.func('getaddrinfo', 'int', ['str', 'str', 'void *', list])
  const freeaddrinfo = library.func('freeaddrinfo', 'void', ['void *'])
  const gai_strerror = library.func('gai_strerror', 'str', ['int'])
  return (host, port, family) => {
    const STREAM = 1
    const hints = Buffer.alloc(koffi.sizeof(record))
    koffi.encode(hints, record, { flags: 0, family, type: STREAM, protocol: 0, length: 0 })
    const found: unknown[] = [null]
    const error: number = getaddrinfo(host, String(port), hints, found)
    if (error !== 0) return String(gai_strerror(error))
    try {
      const { address, length } = koffi.decode(found[0], record) as AddressRecord
      return {
        family,
        bytes: Buffer.from(koffi.decode(address, koffi.array('uint8_t', length)) as Uint8Array),
      }
    } finally {
      freeaddrinfo(found[0])
    }
  }
}
