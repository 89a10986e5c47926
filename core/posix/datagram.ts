// Datagrams to a unix socket, which Node has no way to send.

import type { Libc } from './libc.js'
import type { Posix } from './port.js'

/** Descriptors from here on cannot collide with a child's 0, 1 and 2 (`pipes.ts`). */
const FIRST_SAFE_FD = 10

export function createDatagrams(libc: Libc): Pick<Posix, 'connectDatagram'> {
  const { platform } = libc
  return {
    connectDatagram(path) {
      const name = Buffer.from(path)
      if (name.length > platform.socketPathBytes) return { errno: 'ENAMETOOLONG' }
      const socket = libc.socket(platform.familyUnix, platform.socketDatagram, 0)
      if (socket === -1) return { errno: libc.errno() }
      try {
        const length = 2 + name.length + 1
        const address = Buffer.from([...platform.socketAddressHead(length), ...name, 0])
        if (libc.connect(socket, address, length) === -1) return { errno: libc.errno() }
        const fd = libc.fcntl(socket, platform.duplicateCloseOnExec, FIRST_SAFE_FD)
        if (fd === -1) return { errno: libc.errno() }
        libc.fcntl(fd, platform.setStatusFlags, platform.nonBlocking)
        return fd
      } finally {
        libc.close(socket)
      }
    },
  }
}
