// The output side of processes: their logs, their channels and the pump, as one supervisor owns them.

import type { ProcessConfig, SupervisordConfig } from '../../sdk/config.js'
import { Fault } from '../../sdk/faults.js'
import type { Logger } from '../../sdk/logger.js'
import type { LogFile } from '../../sdk/process.js'
import type { HeldOutput } from '../../sdk/snapshot.js'
import type { LogFollower } from '../../sdk/supervisor.js'
import type { Clock } from '../clock/port.js'
import {
  addProcessSinks,
  type ChildLog,
  cleanChildLogs,
  createChannel,
  createChildLog,
  createPump,
  deliverLastWords,
  type Emit,
  followLog,
  type LogFiles,
  type OutputChannel,
  type Pump,
  type SinkOwners,
} from '../output/index.js'
import type { Posix } from '../posix/port.js'
import type { SupervisedProcess } from './process.js'

export interface OutputParts {
  readonly posix: Posix
  readonly clock: Clock
  readonly log: Logger
  readonly files: LogFiles
  readonly config: SupervisordConfig
  readonly emit: Emit
  readonly owners: SinkOwners
}

export interface Output {
  readonly pump: Pump
  /** The log of one channel, for the life of the group. `autoPath` goes on with a generated file of before. */
  createChildLog(config: ProcessConfig, name: 'stdout' | 'stderr', autoPath?: string | null): ChildLog
  /**
   * Opens a channel for one spawn, with its log and what else the program asks for. `announce` may add to it before
   * its own sinks are put together. `held` is what its sinks kept back in another image of the program. Throws
   * LogOpenError.
   */
  openChannel(
    process: SupervisedProcess,
    name: 'stdout' | 'stderr',
    announce: (channel: OutputChannel) => void,
    held?: HeldOutput,
  ): OutputChannel
  /**
   * The descriptor of /dev/null for output that nobody takes, without a pipe or a wake-up; null where there is no such
   * device. It stays this object's.
   */
  openNowhere(): number | null
  /** Follows a log as it grows. Throws Fault NO_FILE. */
  follow(log: LogFile, position: number, onBytes: (bytes: Buffer, end: number) => boolean): LogFollower
  /** Deletes generated logs that earlier runs left behind. */
  removeOldLogs(): void
  /** Before `close`: gives readers that are only slow the rest of what ended programs wrote. */
  deliverRest(): Promise<void>
  close(): void
}

export function createOutput({ posix, clock, log, files, config, emit, owners }: OutputParts): Output {
  const pump = createPump({ posix, clock, log })
  let nowhere: number | null = null
  return {
    pump,
    createChildLog(process, name, autoPath = null) {
      const isStdout = name === 'stdout'
      return createChildLog({
        posix,
        files,
        process: process.name,
        channel: name,
        logfile: isStdout ? process.stdout_logfile : process.redirect_stderr ? null : process.stderr_logfile,
        maxbytes: isStdout ? process.stdout_logfile_maxbytes : process.stderr_logfile_maxbytes,
        backups: isStdout ? process.stdout_logfile_backups : process.stderr_logfile_backups,
        childlogdir: config.childlogdir,
        identifier: config.identifier,
        autoPath,
      })
    },
    openChannel(process, name, announce, held) {
      const channel = createChannel({ name, process, log, owners, held })
      const isProtocol = name === 'stdout' && process.config.stdoutIsProtocol === true
      if (isProtocol) channel.asProtocol()
      const file = (name === 'stdout' ? process.stdoutLog : process.stderrLog).openSink()
      announce(channel)
      const stripAnsi = config.strip_ansi
      addProcessSinks({ channel, config: process.config, file, stripAnsi, log, emit, isProtocol })
      return channel
    },
    openNowhere() {
      nowhere ??= openDevice(posix, NOWHERE)
      return nowhere
    },
    follow(log, position, onBytes) {
      if (log.path === null) throw new Fault('NO_FILE')
      return followLog({ posix, clock, files, path: log.path, position, onBytes })
    },
    removeOldLogs() {
      cleanChildLogs({ posix, log, directory: config.childlogdir, identifier: config.identifier })
    },
    deliverRest: () => deliverLastWords(clock, () => pump.counts.owedBytes + files.heldBytes),
    close() {
      pump.close()
      if (nowhere !== null) posix.close(nowhere)
      nowhere = null
    },
  }
}

const NOWHERE = '/dev/null'

/** A file by that name, which a root's `mv` can put there, would fill its disk. */
function openDevice(posix: Posix, path: string): number | null {
  const fd = posix.open(path, 'write')
  if (typeof fd !== 'number') return null
  const status = posix.status(fd)
  if ('kind' in status && status.kind === 'device') return fd
  posix.close(fd)
  return null
}
