// A supervisor for a listener in the same process: `listen({ connection: fake.connection })`.

import type { Connection, ConnectionReader } from '../connection.js'
import { type Sender, SupervisorSide } from './supervisor-side.js'

export interface FakeSupervisor extends Sender {
  /** What `listen` and `listenInBatches` take. */
  readonly connection: Connection
  /** Closes the listener's stdin, as a supervisor does that stops it. */
  end(): void
}

export interface FakeSupervisorOptions {
  /** The listener's section has `len_in_bytes=true`. */
  readonly lengthInBytes?: boolean
}

export function createFakeSupervisor({ lengthInBytes = false }: FakeSupervisorOptions = {}): FakeSupervisor {
  let reader: ConnectionReader | null = null
  // On the next turn: a real listener is never given an event while it still writes.
  const later = (act: () => void) => void setImmediate(act)
  const side = new SupervisorSide({
    lengthInBytes,
    write: (bytes) => later(() => reader?.bytes(bytes, bytes.length)),
  })
  return {
    send: (type, fields) => side.send(type, fields),
    sendText: (eventName, payload) => side.sendText(eventName, payload),
    end() {
      later(() => reader?.end())
    },
    connection: {
      open(opened) {
        reader = opened
      },
      write(bytes) {
        side.receive(Buffer.from(bytes))
        return true
      },
      close() {
        reader = null
        side.break('the listener has stopped listening')
      },
    },
  }
}
