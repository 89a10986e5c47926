// A log as a stream that never ends by itself. A slow client holds up nothing: while it does not read, the bytes stay
// in the log's file, and the stream takes them from there when it does.

import { Readable } from 'node:stream'
import type { LogFile, Supervisor } from 'reeve/sdk'

/** Bytes from before the request that a tail begins with (WEB-21). */
const HEAD_BYTES = 1024

/** The last bytes of a log, then what is written to it. */
export function streamLog(supervisor: Supervisor, log: LogFile): Readable {
  const size = log.tail(0, 0).offset
  let position = Math.max(0, size - HEAD_BYTES)
  let unfollow: (() => void) | undefined

  const stream = new Readable({
    read() {
      unfollow ??= supervisor.follow(log, position, (bytes) => {
        position += bytes.length
        if (!stream.push(Buffer.from(bytes))) pause()
      })
    },
    destroy(error, callback) {
      pause()
      callback(error)
    },
  })
  const pause = (): void => {
    unfollow?.()
    unfollow = undefined
  }
  return stream
}
