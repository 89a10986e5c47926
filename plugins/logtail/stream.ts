// A log as a stream that never ends by itself. While a client does not read, the bytes stay in the log's file.

import { Readable } from 'node:stream'
import type { LogFile, LogFollower, Supervisor } from 'reeve/sdk'

/** Bytes from before the request that a tail begins with (WEB-21). */
const HEAD_BYTES = 1024

/** The last bytes of a log, then what is written to it. Throws Fault NO_FILE. */
export function streamLog(supervisor: Supervisor, log: LogFile): Readable {
  const size = log.tail(0, 0).offset
  let isPaused = false
  const stream = new Readable({
    read() {
      if (!isPaused) return
      isPaused = false
      follower.resume()
    },
    destroy(error, callback) {
      follower.close()
      callback(error)
    },
  })
  const follower: LogFollower = supervisor.follow(log, Math.max(0, size - HEAD_BYTES), (bytes) => {
    isPaused = !stream.push(bytes)
    return !isPaused
  })
  return stream
}
