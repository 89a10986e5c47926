// Values that mean the same on every machine: words, numbers, sizes, signals and lists.

import { constants } from 'node:os'
import { LOG_LEVELS, type LogLevel } from '../../sdk/config.js'
import { pythonRepr as repr } from '../python-repr.js'
import { InvalidValue } from './problems.js'
import { strip } from './python-text.js'
import { nearest } from './suggest.js'

const TRUE_WORDS = ['yes', 'true', 'on', '1']
const FALSE_WORDS = ['no', 'false', 'off', '0']

export function toBoolean(text: string): boolean {
  const word = text.toLowerCase()
  if (TRUE_WORDS.includes(word)) return true
  if (FALSE_WORDS.includes(word)) return false
  throw new InvalidValue(`not a valid boolean value: ${repr(text)}`, nearest(text, ['true', 'false']))
}

/** Python's int(): a sign, surrounding blanks and underscores between digits are fine. */
export function toInteger(text: string): number {
  const trimmed = strip(text)
  if (!/^[+-]?[0-9]+(_[0-9]+)*$/.test(trimmed)) {
    throw new InvalidValue(`invalid literal for int() with base 10: ${repr(text)}`)
  }
  const value = Number(trimmed.replaceAll('_', ''))
  // No option means anything beyond this, and a number must stay a whole one.
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(value, Number.MAX_SAFE_INTEGER)) + 0
}

const SUFFIXES: Readonly<Record<string, number>> = { kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 }

export function toByteSize(text: string): number {
  const lower = text.toLowerCase()
  const factor = SUFFIXES[lower.slice(-2)]
  return factor === undefined ? toInteger(lower) : toInteger(lower.slice(0, -2)) * factor
}

export function toOctal(text: string): number {
  const digits = /^([+-]?)(?:0[oO]_?)?([0-7]+(?:_[0-7]+)*)$/.exec(strip(text))
  if (digits === null) throw new InvalidValue(`${text} can not be converted to an octal type`)
  const value = Number.parseInt((digits[2] ?? '').replaceAll('_', ''), 8)
  return digits[1] === '-' ? 0 - value : value
}

// Python's aliases, and the two real-time signals that have names.
const SIGNALS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(constants.signals),
  ['SIGCLD', constants.signals.SIGCHLD],
  ...(process.platform === 'linux'
    ? ([
        ['SIGRTMIN', 34],
        ['SIGRTMAX', 64],
      ] as const)
    : []),
])
const SHORT_SIGNAL_NAMES: readonly string[] = [...SIGNALS.keys()].map((name) => name.slice('SIG'.length))
const SIGNAL_NUMBERS: ReadonlySet<number> = new Set([0, ...SIGNALS.values()])

export function toSignal(text: string): number {
  let number: number | undefined
  if (/^\s*[+-]?[0-9]+(_[0-9]+)*\s*$/.test(text)) number = toInteger(text)
  else {
    const name = strip(text).toUpperCase()
    number = SIGNALS.get(name.startsWith('SIG') ? name : `SIG${name}`)
    if (number === undefined) {
      const near = nearest(name.replace(/^SIG/, ''), SHORT_SIGNAL_NAMES)
      throw new InvalidValue(`value ${repr(text)} is not a valid signal name`, near)
    }
  }
  if (!SIGNAL_NUMBERS.has(number)) {
    throw new InvalidValue(`value ${repr(text)} is not a valid signal number`)
  }
  return number
}

export function toExitCodes(text: string): number[] {
  if (text === '') return []
  try {
    const codes = text.split(',').map(toInteger)
    if (codes.every((code) => code >= 0 && code <= 255)) return codes
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
  }
  throw new InvalidValue(`not a valid list of exit codes: ${repr(text)}`)
}

export function toAutorestart(text: string): boolean | 'unexpected' {
  const word = text.toLowerCase()
  if (word === 'unexpected') return word
  if (TRUE_WORDS.includes(word)) return true
  if (FALSE_WORDS.includes(word)) return false
  throw new InvalidValue(
    `invalid 'autorestart' value ${repr(word)}`,
    nearest(word, ['unexpected', 'true', 'false']),
  )
}

export function toLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((name) => name === text.toLowerCase())
  if (level === undefined) {
    throw new InvalidValue(`bad logging level name ${repr(text)}`, nearest(text, LOG_LEVELS))
  }
  return level
}

export function toStringList(text: string): string[] {
  return text === '' ? [] : text.split(',').map(strip)
}
