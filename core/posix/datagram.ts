// Datagrams to a unix socket, which Node has no way to send.

import type { Libc } from './libc.js'
import type { Posix } from './port.js'
import { moveSafely } from './safe-descriptor.js'
import { unixAddress } from './socket-calls.js'

export function createDatagrams(libc: Libc): Pick<Posix, 'connectDatagram'> {
  const { platform } = libc
  return {
    connectDatagram(path) {
      if (Buffer.byteLength(path) > platform.socketPathBytes) return { errno: 'ENAMETOOLONG' }
      const socket = libc.socket(platform.familyUnix, platform.socketDatagram, 0)
      if (socket === -1) return { errno: libc.errno() }
      const fd = moveSafely(libc, socket)
      if (typeof fd !== 'number') return fd
      const address = unixAddress(path, platform)
      if (libc.connect(fd, address, address.length) === -1) {
        const errno = libc.errno()
        libc.close(fd)
        return { errno }
      }
      libc.fcntl(fd, platform.setStatusFlags, platform.nonBlocking)
      return fd
    },
  }
}
