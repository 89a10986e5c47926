// The log of one channel of one process, for the life of its group: it survives restarts of the process.

import { join } from 'node:path'
import { AUTO } from '../../sdk/config.js'
import { Fault } from '../../sdk/faults.js'
import type { LogFile } from '../../sdk/process.js'
import type { Posix } from '../posix/port.js'
import { autoLogName } from './child-log-path.js'
import type { LogFiles, LogSink } from './log-files.js'
import { LogOpenError } from './log-open-error.js'
import { type ReaderPosix, readWindow, tailWindow } from './log-reader.js'

export interface ChildLogOptions {
  readonly posix: ReaderPosix & Pick<Posix, 'pid'>
  readonly files: LogFiles
  /** The process's name, as in generated file names. */
  readonly process: string
  readonly channel: 'stdout' | 'stderr'
  /** `AUTO`, a path, or null for none: the value of `stdout_logfile`. */
  readonly logfile: string | null
  readonly maxbytes: number
  readonly backups: number
  readonly childlogdir: string
  readonly identifier: string
  /** The path of a generated log to go on with, from a snapshot. */
  readonly autoPath?: string | null
}

/** `clear` does nothing for a process without a log, as in Supervisor; it throws Fault FAILED. */
export interface ChildLog extends LogFile {
  /** Opens the log for one spawn; null = there is none. Close the sink when the channel ends. Throws LogOpenError. */
  openSink(): LogSink | null
}

const AUTO_PERMISSIONS = 0o600
const NAME_ATTEMPTS = 20

/**
 * Creates the generated file of `AUTO` at once, empty and readable by its owner only (LOG-21); where that fails the
 * first spawn tries again and reports it.
 */
export function createChildLog(options: ChildLogOptions): ChildLog {
  return new ProcessLog(options)
}

class ProcessLog implements ChildLog {
  readonly #options: ChildLogOptions
  #path: string | null

  constructor(options: ChildLogOptions) {
    this.#options = options
    this.#path = options.logfile === AUTO ? (options.autoPath ?? null) : options.logfile
    if (options.logfile !== AUTO || this.#path !== null) return
    const created = createAuto(options)
    if (typeof created === 'string') this.#path = created
  }

  get path(): string | null {
    return this.#path
  }

  openSink(): LogSink | null {
    const { files, logfile, maxbytes, backups } = this.#options
    if (logfile === null) return null
    if (this.#path === null) {
      const created = createAuto(this.#options)
      if (created instanceof LogOpenError) throw created
      this.#path = created
    }
    // Rotation keeps the mode: what was private stays so. Differs from Supervisor: LOG-15 gives 0666 less the umask.
    const isAuto = logfile === AUTO
    return files.open(
      this.#path,
      isAuto ? { maxbytes, backups, permissions: AUTO_PERMISSIONS } : { maxbytes, backups },
    )
  }

  read(offset: number, length: number): Buffer {
    return readWindow(this.#options.posix, this.#path, offset, length)
  }

  tail(offset: number, length: number): ReturnType<LogFile['tail']> {
    return tailWindow(this.#options.posix, this.#path, offset, length)
  }

  clear(): void {
    if (this.#path === null) return
    const errno = this.#options.files.clear(this.#path)
    if (errno !== undefined) throw new Fault('FAILED', `could not clear ${this.#path}: ${errno}`)
  }
}

function createAuto({
  posix,
  process,
  channel,
  identifier,
  childlogdir,
}: ChildLogOptions): string | LogOpenError {
  let path = childlogdir
  for (let attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
    path = join(childlogdir, autoLogName({ process, channel, identifier, pid: posix.pid }))
    const fd = posix.open(path, 'exclusive', AUTO_PERMISSIONS)
    if (typeof fd === 'number') {
      posix.close(fd)
      return path
    }
    if (fd.errno !== 'EEXIST') return new LogOpenError(path, fd.errno)
  }
  return new LogOpenError(path, 'EEXIST')
}
