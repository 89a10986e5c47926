// All logs that are open, one for each path: several processes that name one file share it (clients.md 19), and its
// followers hear of every write.

import type { Clock } from '../../sdk/clock.js'
import type { Sink } from '../../sdk/hooks.js'
import type { Logger } from '../../sdk/logger.js'
import { logNotRotatable } from '../log/messages.js'
import type { ErrnoName } from '../posix/port.js'
import { createBlockingLog } from './blocking-log.js'
import type { LogChange, LogContext, LogFileOptions, LogPosix, OpenLog } from './log-file.js'
import { openTarget, targetKey } from './log-target.js'
import { createPlainLog } from './plain-log.js'
import { createRegularLog } from './regular-log.js'

/** A sink that writes to a log. Closing it twice does nothing. */
export interface LogSink extends Sink {
  reopen(): void
  close(): void
}

export interface LogFiles {
  /** Opens `path` for writing, or shares it when it is open. Throws LogOpenError. */
  open(path: string, options: LogFileOptions): LogSink
  /**
   * Empties the file, open or not; an open one that was deleted is recreated. What is not a regular file stays
   * untouched (EDGE-39). Returns the errno of a failure; a file that does not exist is none.
   */
  clear(path: string): ErrnoName | undefined
  /** Tells of each change to `path`, whether it is open or not, until the returned function is called. */
  watch(path: string, watcher: (change: LogChange) => void): () => void
  /** Where failures are told; nowhere before the first call. */
  reportTo(log: Logger): void
  /** For `snapshot()`: what is held and what was lost, by path. */
  counters(): Readonly<Record<string, { readonly heldBytes: number; readonly lostBytes: number }>>
  /** What all of them hold: it waits for slow readers. */
  readonly heldBytes: number
}

/** The default of `*_logfile_maxbytes`: whoever has it did not ask for rotation. */
const DEFAULT_MAXBYTES = 52_428_800

type Watchers = Set<(change: LogChange) => void>

interface SharedLog {
  readonly path: string
  readonly log: OpenLog
  users: number
}

export function createLogFiles(options: { readonly posix: LogPosix; readonly clock: Clock }): LogFiles {
  const { posix } = options
  let report: Logger | undefined
  const context: LogContext = { ...options, log: () => report }
  const open = new Map<string, SharedLog>()
  const watchersOf = new Map<string, Watchers>()

  function watchers(key: string): Watchers {
    const known = watchersOf.get(key) ?? new Set()
    watchersOf.set(key, known)
    return known
  }

  function start(path: string, key: string, fileOptions: LogFileOptions): OpenLog {
    const { fd, kind, size } = openTarget(posix, path, fileOptions.permissions)
    if (kind === 'regular') {
      return createRegularLog(context, { ...fileOptions, path, fd, size, watchers: watchers(key) })
    }
    const wantsRotation = fileOptions.maxbytes !== 0 && fileOptions.maxbytes !== DEFAULT_MAXBYTES
    if (wantsRotation && report !== undefined) logNotRotatable(report, path)
    return kind === 'blocking' ? createBlockingLog(context, path, fd) : createPlainLog(context, path, fd)
  }

  /** Its last user has gone: closes it once it has given on what it still holds. */
  function leave(shared: SharedLog, key: string): void {
    if (shared.users > 0 || open.get(key) !== shared) return
    const { log } = shared
    if (log.heldBytes > 0 && log.onRoom !== undefined) {
      log.onRoom(() => leave(shared, key))
      return
    }
    open.delete(key)
    if (watchers(key).size === 0) watchersOf.delete(key)
    log.close()
  }

  return {
    open(path, fileOptions) {
      const key = targetKey(path)
      let shared = open.get(key)
      if (shared === undefined) {
        shared = { path, log: start(path, key, fileOptions), users: 0 }
        open.set(key, shared)
        for (const watcher of [...watchers(key)]) watcher('opened')
      } else {
        shared.log.configure(fileOptions)
      }
      return new SharedLogSink(shared, () => leave(shared, key))
    },
    clear(path) {
      const shared = open.get(targetKey(path))
      return shared === undefined ? clearClosed(posix, path) : shared.log.clear()
    },
    watch(path, watcher) {
      const key = targetKey(path)
      watchers(key).add(watcher)
      return () => {
        watchers(key).delete(watcher)
        if (watchers(key).size === 0 && !open.has(key)) watchersOf.delete(key)
      }
    },
    reportTo(log) {
      report = log
    },
    get heldBytes() {
      let bytes = 0
      for (const { log } of open.values()) bytes += log.heldBytes
      return bytes
    },
    counters: () =>
      Object.fromEntries(
        [...open.values()].map(({ path, log }) => [
          path,
          { heldBytes: log.heldBytes, lostBytes: log.lostBytes },
        ]),
      ),
  }
}

/** One more user of an open log. */
class SharedLogSink implements LogSink {
  room?: () => number
  onRoom?: (callback: () => void) => void
  readonly #shared: SharedLog
  readonly #onLeft: () => void
  #isClosed = false

  constructor(shared: SharedLog, onLeft: () => void) {
    this.#shared = shared
    this.#onLeft = onLeft
    shared.users += 1
    // Only a log that can be full asks the pump to wait for it.
    const { room, onRoom } = shared.log
    if (room !== undefined) this.room = room
    if (onRoom !== undefined) this.onRoom = onRoom
  }

  write(bytes: Buffer): void {
    this.#shared.log.write(bytes)
  }

  reopen(): void {
    this.#shared.log.reopen()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#shared.users -= 1
    this.#onLeft()
  }
}

function clearClosed(posix: LogPosix, path: string): ErrnoName | undefined {
  const status = posix.status(path)
  if ('errno' in status) return status.errno === 'ENOENT' ? undefined : status.errno
  if (status.kind !== 'file' || targetKey(path).startsWith('fd ')) return undefined
  const fd = posix.open(path, 'append')
  if (typeof fd !== 'number') return fd.errno
  const errno = posix.truncate(fd, 0)
  posix.close(fd)
  return errno
}
