// A log as a stream that never ends by itself. A slow client holds up nothing: while it does not read, the bytes stay
// in the log's file, and the stream takes them from there when it does.

import { Readable } from 'node:stream'
import type { LogFile, LogFollower, Supervisor } from 'reeve/sdk'

/** Bytes from before the request that a tail begins with (WEB-21). */
const HEAD_BYTES = 1024

/** The last bytes of a log, then what is written to it. */
export function streamLog(supervisor: Supervisor, log: LogFile): Readable {
  const size = log.tail(0, 0).offset
  let follower: LogFollower | undefined
  const stream = new Readable({
    read() {
      if (follower === undefined) {
        follower = supervisor.follow(log, Math.max(0, size - HEAD_BYTES), (bytes) => stream.push(bytes))
      } else follower.resume()
    },
    destroy(error, callback) {
      follower?.close()
      callback(error)
    },
  })
  return stream
}
