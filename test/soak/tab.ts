// What a page keeps open, as a client that reads everything and remembers nothing.

import type { Socket } from 'node:net'
import { type Address, connect } from '../support/address.js'
import { waitFor } from '../support/wait.js'

/** The streams of the table, of the events view and of the logs side by side; and the classic tail. */
const STREAMS: readonly string[] = [
  '/api/v1/events?snapshot=true&types=program,group,daemon,usage',
  '/api/v1/events?types=PROCESS_STATE,PROCESS_LOG,TICK',
  '/api/v1/logs/follow?logs=talk%2Fstdout%400,crash%2Fstdout%400',
  '/logtail/talk',
]

export interface Tab {
  /** Bytes that came, over all streams. */
  readonly received: () => number
  close(): void
}

/** Resolves when each stream has begun. */
export async function openTab(address: Address): Promise<Tab> {
  const sockets = STREAMS.map((path) => open(address, path))
  let received = 0
  const begun = new Set<Socket>()
  for (const socket of sockets) {
    socket.on('data', (bytes: Buffer) => {
      if (!begun.has(socket) && !bytes.toString('latin1').startsWith('HTTP/1.1 200')) {
        socket.destroy(new Error(bytes.toString('latin1', 0, 200)))
        return
      }
      begun.add(socket)
      received += bytes.length
    })
  }
  await waitFor(() => begun.size === STREAMS.length, { what: 'all streams of a tab to begin' })
  return {
    received: () => received,
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

function open(address: Address, path: string): Socket {
  const socket = connect(address)
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
  return socket
}
