// The log's methods, one a level, made by pino: a level that is off costs a call of nothing.

import { pino } from 'pino'
import type { Clock } from '../../sdk/clock.js'
import type { LogLevel } from '../../sdk/config.js'
import type { Logger } from '../../sdk/logger.js'
import { formatLine, LEVEL_NUMBERS } from './line-format.js'

type Write = (line: string) => void

/** One JSON object a line: `{"level":"info","time":"2026-01-31T10:20:30.123Z","msg":"text"}`. */
export function createJsonLevels(level: LogLevel, clock: Clock, write: Write): Logger {
  const time = () => `,"time":"${new Date(clock.now()).toISOString()}"`
  return createLevels(level, { write }, time)
}

/** Supervisor's lines. */
export function createTextLevels(
  level: LogLevel,
  clock: Clock,
  timestamp: (at: number) => string,
  write: Write,
): Logger {
  // With this mark pino tells the destination of each message's parts, so that its JSON need not be read back.
  const destination = {
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    lastMsg: '',
    write() {
      const name = NAMES.get(destination.lastLevel) ?? 'info'
      write(formatLine(timestamp(clock.now()), name, destination.lastMsg))
    },
  }
  return createLevels(level, destination, () => '')
}

const NAMES: ReadonlyMap<number, LogLevel> = new Map(
  Object.entries(LEVEL_NUMBERS).map(([name, number]) => [number, name as LogLevel]),
)

function createLevels(level: LogLevel, destination: { write: Write }, timestamp: () => string): Logger {
  const levels = pino(
    {
      level,
      customLevels: LEVEL_NUMBERS,
      useOnlyCustomLevels: true,
      base: null,
      timestamp,
      formatters: { level: (name) => ({ level: name }) },
    },
    destination,
  )
  return {
    critical: (message) => levels.critical(message),
    error: (message) => levels.error(message),
    warn: (message) => levels.warn(message),
    info: (message) => levels.info(message),
    debug: (message) => levels.debug(message),
    trace: (message) => levels.trace(message),
    blather: (message) => levels.blather(message),
    enabled: (name) => LEVEL_NUMBERS[name] >= LEVEL_NUMBERS[level],
  }
}
