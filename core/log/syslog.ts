// Records for the machine's syslog: RFC 3164 datagrams to /dev/log, as the C library's syslog() writes them.
//
// Nothing waits for syslogd: while its queue is full records wait here up to a bound; beyond it, and while nobody
// listens, they are dropped and counted, which the daemon's log says when it begins and when it ends.
//
// Differs from Supervisor, which waits in such a case ("without a syslog daemon records are dropped, with one message").

import type { Clock } from '../../sdk/clock.js'
import type { Logger } from '../../sdk/logger.js'
import { Loss } from '../output/loss.js'
import type { ErrnoName, FdWatch, Posix } from '../posix/port.js'
import { createSyslogTimestamp } from './line-format.js'

export type SyslogPosix = Pick<Posix, 'connectDatagram' | 'write' | 'close' | 'watchWritable'>

export interface SyslogOptions {
  readonly posix: SyslogPosix
  readonly clock: Clock
  readonly path?: string
}

export interface Syslog {
  /** Bytes of records that wait for syslogd. */
  readonly heldBytes: number
  /** Bytes of records that were dropped so far. */
  readonly droppedBytes: number
  /** Sends one record. A text above 8 KiB becomes several, because syslog daemons cut longer ones off. */
  write(text: string | Uint8Array): void
  /** Where losses are told. */
  reportTo(log: Logger): void
  close(): void
}

/** LOG_USER and LOG_INFO, the tag, and no pid: what Supervisor's records have (LOG-06). */
const PRIORITY = '<14>'
const TAG = 'supervisord: '
const DEFAULT_PATH = '/dev/log'
const MOST_TEXT_BYTES = 8_192
const MOST_HELD_BYTES = 262_144
/** While nobody listens, one attempt in this time. */
const RETRY_MS = 100

export function createSyslog({ posix, clock, path = DEFAULT_PATH }: SyslogOptions): Syslog {
  const timestamp = createSyslogTimestamp()
  let log: Logger | undefined
  const loss = new Loss(path, clock, () => log)
  let fd = -1
  let watch: FdWatch | null = null
  let retryAt = Number.NEGATIVE_INFINITY
  let held: Buffer[] = []
  let heldBytes = 0
  let isClosed = false

  function disconnect(): void {
    watch?.close()
    watch = null
    if (fd >= 0) posix.close(fd)
    fd = -1
  }

  function connect(): ErrnoName | undefined {
    const now = clock.monotonic()
    if (now < retryAt) return 'ENOTCONN'
    const opened = posix.connectDatagram(path)
    if (typeof opened === 'number') {
      fd = opened
      return undefined
    }
    retryAt = now + RETRY_MS
    return opened.errno
  }

  /** One attempt, and a second one on a new connection where syslogd was started anew. */
  function send(record: Buffer): ErrnoName | undefined {
    const wasConnected = fd >= 0
    const refused = wasConnected ? undefined : connect()
    if (refused !== undefined) return refused
    const result = posix.write(fd, record, 0, record.length)
    if ('bytes' in result) return undefined
    if (PASSING.has(result.errno)) return result.errno
    disconnect()
    return wasConnected ? send(record) : result.errno
  }

  function put(record: Buffer): void {
    const errno = held.length > 0 ? 'EAGAIN' : send(record)
    if (errno === undefined) {
      if (loss.isActive) loss.wrote()
    } else if (errno === 'EAGAIN' && heldBytes + record.length <= MOST_HELD_BYTES) {
      held.push(record)
      heldBytes += record.length
      wait()
    } else {
      loss.dropped(record.length, errno)
    }
  }

  function wait(): void {
    if (watch === null && fd >= 0) watch = posix.watchWritable(fd, flush)
  }

  function flush(): void {
    let sent = 0
    let failure: ErrnoName | undefined
    while (sent < held.length) {
      failure = send(held[sent]!)
      if (failure !== undefined) break
      sent += 1
    }
    for (const record of held.splice(0, sent)) heldBytes -= record.length
    if (failure === 'EAGAIN') {
      // A new connection needs a new watch.
      wait()
      return
    }
    watch?.close()
    watch = null
    if (failure !== undefined) dropHeld(failure)
    else if (loss.isActive) loss.wrote()
  }

  function dropHeld(errno: ErrnoName): void {
    const bytes = heldBytes
    held = []
    heldBytes = 0
    if (bytes > 0) loss.dropped(bytes, errno)
  }

  return {
    get heldBytes() {
      return heldBytes
    },
    get droppedBytes() {
      return loss.totalBytes
    },
    write(text) {
      if (isClosed) return
      const head = Buffer.from(`${PRIORITY}${timestamp(clock.now())} ${TAG}`)
      const bytes = Buffer.from(text)
      let from = 0
      do {
        put(Buffer.concat([head, bytes.subarray(from, from + MOST_TEXT_BYTES)]))
        from += MOST_TEXT_BYTES
      } while (from < bytes.length)
    },
    reportTo(logger) {
      log = logger
    },
    close() {
      if (isClosed) return
      isClosed = true
      if (held.length > 0) flush()
      dropHeld('EAGAIN')
      loss.close()
      disconnect()
    },
  }
}

/** The connection is fine, this record did not go. */
const PASSING: ReadonlySet<ErrnoName> = new Set(['EAGAIN', 'ENOBUFS', 'EMSGSIZE'])
