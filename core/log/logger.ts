// The daemon's log: its file, its echo on standard output, and the windows that clients read.

import type { Clock } from '../../sdk/clock.js'
import type { LogLevel } from '../../sdk/config.js'
import { Fault } from '../../sdk/faults.js'
import type { Logger } from '../../sdk/logger.js'
import type { LogFile } from '../../sdk/process.js'
import type { LogFiles } from '../output/log-files.js'
import { type ReaderPosix, readWindow, tailWindow } from '../output/log-reader.js'
import { createJsonLevels, createTextLevels } from './levels.js'
import { createTimestamp, formatLine, splitRecords } from './line-format.js'
import { createLineWriter, type LineWriter } from './line-writer.js'
import { reopeningLogFile } from './messages.js'
import type { Syslog } from './syslog.js'

export interface DaemonLogOptions {
  readonly posix: ReaderPosix
  readonly clock: Clock
  /** Shared with the children's logs; failures of any of them are told to this log. */
  readonly files: LogFiles
  /** Null for no file. */
  readonly path: string | null
  /** Where each line goes as a record too: `logfile=syslog` (LOG-06). */
  readonly syslog?: Pick<Syslog, 'write'> | null
  readonly level: LogLevel
  readonly format: 'text' | 'json'
  /** Bytes; 0 is never. */
  readonly maxbytes: number
  readonly backups: number
  /** Repeat each line on standard output: in the foreground and not silent (LOG-04). */
  readonly echo: boolean
}

export interface DaemonLog {
  readonly logger: Logger
  /** What readLog, tailLog and clearLog work on (RPC-35, RPC-36). */
  readonly file: LogFile
  /** Bytes of lines that wait for a slow reader. */
  readonly heldBytes: number
  /** SIGUSR2. */
  reopen(): void
  close(): void
}

const STDOUT = '/dev/stdout'

/** Opens the log and writes from then on. Throws LogOpenError. */
export function createLogger(options: DaemonLogOptions): DaemonLog {
  const { posix, clock, files, path, syslog = null, level, format, maxbytes, backups, echo } = options
  const timestamp = createTimestamp()
  const describeLoss = (count: number) =>
    formatLine(
      timestamp(clock.now()),
      'warn',
      `${count} log messages are missing here: the reader of this output is too slow`,
    )
  const writers: LineWriter[] = []
  if (path !== null) {
    writers.push(createLineWriter({ sink: files.open(path, { maxbytes, backups }), describeLoss }))
  }
  if (echo) {
    writers.push(createLineWriter({ sink: files.open(STDOUT, { maxbytes: 0, backups: 0 }), describeLoss }))
  }
  const write = (line: string) => {
    for (const writer of writers) writer.write(line)
    if (syslog !== null) for (const record of splitRecords(line)) syslog.write(record)
  }
  const logger =
    format === 'json'
      ? createJsonLevels(level, clock, write)
      : createTextLevels(level, clock, timestamp, write)
  files.reportTo(logger)

  return {
    logger,
    file: {
      path,
      read: (offset, length) => readWindow(posix, path, offset, length),
      tail: (offset, length) => tailWindow(posix, path, offset, length),
      clear() {
        const status = path === null ? undefined : posix.status(path)
        if (path === null || status === undefined || 'errno' in status) throw new Fault('NO_FILE')
        // Before, so that the log is empty afterwards.
        reopeningLogFile(logger)
        const errno = files.clear(path)
        if (errno !== undefined) throw new Fault('FAILED', `could not clear ${path}: ${errno}`)
      },
    },
    get heldBytes() {
      return writers.reduce((sum, writer) => sum + writer.heldBytes, 0)
    },
    reopen() {
      for (const writer of writers) writer.reopen()
    },
    close() {
      for (const writer of writers) writer.close()
    },
  }
}
