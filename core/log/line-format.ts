// The daemon's log line: `2026-01-31 10:20:30,123 INFO text` (LOG-01, LOG-02).

import type { LogLevel } from '../../sdk/config.js'

/** Supervisor's threshold numbers: a message is written when its number is at least the configured one. */
export const LEVEL_NUMBERS = {
  critical: 50,
  error: 40,
  warn: 30,
  info: 20,
  debug: 10,
  trace: 5,
  blather: 3,
} as const satisfies Record<LogLevel, number>

/** The words in the line. */
export const LEVEL_WORDS = {
  critical: 'CRIT',
  error: 'ERRO',
  warn: 'WARN',
  info: 'INFO',
  debug: 'DEBG',
  trace: 'TRAC',
  blather: 'BLAT',
} as const satisfies Record<LogLevel, string>

/**
 * Makes a function from wall-clock milliseconds to `2026-01-31 10:20:30,123` in local time. The part up to the second
 * is kept, because messages come in bursts.
 */
export function createTimestamp(): (at: number) => string {
  const upToSecond = keptForSecond(formatSecond)
  return (at) => `${upToSecond(at)},${pad(Math.floor(at - Math.floor(at / 1_000) * 1_000), 3)}`
}

/** A function from wall-clock milliseconds to `Jan  5 10:20:30` in local time, as syslog has it (RFC 3164). */
export function createSyslogTimestamp(): (at: number) => string {
  return keptForSecond(
    (date) => `${MONTHS[date.getMonth()]} ${String(date.getDate()).padStart(2)} ${formatTime(date)}`,
  )
}

function keptForSecond(format: (date: Date) => string): (at: number) => string {
  let second = Number.NaN
  let text = ''
  return (at) => {
    const current = Math.floor(at / 1_000)
    if (current !== second) {
      second = current
      text = format(new Date(current * 1_000))
    }
    return text
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Text of several lines is written as it is: the continuation lines have no prefix (LOG-03). */
export function formatLine(timestamp: string, level: LogLevel, text: string): string {
  return `${timestamp} ${LEVEL_WORDS[level]} ${text}\n`
}

/** The lines of one formatted message, each with its beginning: a record of syslog is one line (LOG-06). */
export function splitRecords(text: string): readonly string[] {
  const [first = '', ...others] = text.replace(/\n+$/, '').split('\n')
  const prefix = first.slice(0, PREFIX_LENGTH)
  return [first, ...others.map((line) => prefix + line)]
}

/** `2026-01-31 10:20:30,123 INFO ` */
const PREFIX_LENGTH = 29

function formatSecond(date: Date): string {
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`
  return `${day} ${formatTime(date)}`
}

function formatTime(date: Date): string {
  return `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}`
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
