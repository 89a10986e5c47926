// What the tests of capture share: the fakes wired together, a log that remembers, a process that only has names.

import { createChannel, type OutputChannel, type SinkOwners } from '../../../core/output/channel.js'
import { createLogFiles, type LogFiles } from '../../../core/output/log-files.js'
import { createFakeClock, type FakeClock } from '../../../core/testing/fake-clock.js'
import { createFakePosix, type FakePosix } from '../../../core/testing/fake-posix.js'
import type { ProcessConfig } from '../../../sdk/config.js'
import type { Sink } from '../../../sdk/hooks.js'
import type { Logger } from '../../../sdk/logger.js'
import type { Process } from '../../../sdk/process.js'

export interface MemoryLog extends Logger {
  /** `warn text`, in order. */
  readonly lines: string[]
}

export function createMemoryLog(isDebug = false): MemoryLog {
  const lines: string[] = []
  const at = (level: string) => (text: string) => void lines.push(`${level} ${text}`)
  return {
    lines,
    critical: at('critical'),
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: isDebug ? at('debug') : () => {},
    trace: () => {},
    blather: () => {},
    enabled: (level) => isDebug || !['debug', 'trace', 'blather'].includes(level),
  }
}

/** A sink that keeps what it was given. */
export interface MemorySink extends Sink {
  readonly writes: Buffer[]
  text(): string
}

export function createMemorySink(): MemorySink {
  const writes: Buffer[] = []
  return {
    writes,
    write: (bytes) => void writes.push(Buffer.from(bytes)),
    text: () => Buffer.concat(writes).toString('latin1'),
  }
}

export function fakeProcess(name = 'web', group = 'site'): Process {
  return { name, group: { name: group } } as Process
}

export function fakeConfig(values: Partial<ProcessConfig> = {}): ProcessConfig {
  return {
    stdout_events_enabled: false,
    stderr_events_enabled: false,
    stdout_capture_maxbytes: 0,
    stderr_capture_maxbytes: 0,
    ...values,
  } as ProcessConfig
}

export interface Bench {
  readonly clock: FakeClock
  readonly posix: FakePosix
  readonly log: MemoryLog
  readonly files: LogFiles
  channel(name?: 'stdout' | 'stderr'): OutputChannel
}

/** Sinks of the core only. */
export const NOBODY: SinkOwners = { current: () => null, blame() {} }

export function createBench(): Bench {
  const clock = createFakeClock()
  const posix = createFakePosix({ clock })
  const log = createMemoryLog()
  const files = createLogFiles({ posix, clock })
  files.reportTo(log)
  return {
    clock,
    posix,
    log,
    files,
    channel: (name = 'stdout') => createChannel({ name, process: fakeProcess(), log, owners: NOBODY }),
  }
}
