// The value types of options (CFG-TYP): text to typed value, with Supervisor's error texts.

import { constants } from 'node:os'
import type { Coercion } from '../../schemas/option-table.js'
import { LOG_LEVELS, type LogLevel } from '../../sdk/config.js'
import { readEnvironment } from './environment.js'
import { expandHome, isDirectory, normalizePath, type PathContext, parentDirectory } from './paths.js'
import { InvalidValue } from './problems.js'
import { repr, strip } from './python-text.js'
import { nearest } from './suggest.js'

/** What a value may depend on besides its text. */
export interface CoerceContext extends PathContext {
  /** Told what an `environment` value silently leaves out (EDGE-37). */
  onDropped(pieces: readonly string[]): void
}

/** Turns `text` into the typed value of `coercion`. Throws InvalidValue. */
export function coerce(coercion: Coercion, text: string, context: CoerceContext): unknown {
  return COERCIONS[coercion](text, context)
}

const COERCIONS: Readonly<Record<Coercion, (text: string, context: CoerceContext) => unknown>> = {
  string: (text) => text,
  boolean: toBoolean,
  integer: toInteger,
  'byte-size': toByteSize,
  octal: toOctal,
  signal: toSignal,
  'exit-codes': toExitCodes,
  autorestart: toAutorestart,
  loglevel: toLogLevel,
  'log-path': toLogPath,
  'existing-directory': toExistingDirectory,
  'absolute-path': (text, context) => normalizePath(strip(text), context),
  'child-log': toChildLog,
  user: toUserId,
  'user-group': toUserGroup,
  'inet-address': toInetAddress,
  environment: (text, context) => {
    const { values, dropped } = readEnvironment(text)
    if (dropped.length > 0) context.onDropped(dropped)
    return values
  },
  url: toUrl,
  'string-list': toStringList,
}

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

function toExitCodes(text: string): number[] {
  if (text === '') return []
  try {
    const codes = text.split(',').map(toInteger)
    if (codes.every((code) => code >= 0 && code <= 255)) return codes
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
  }
  throw new InvalidValue(`not a valid list of exit codes: ${repr(text)}`)
}

function toAutorestart(text: string): boolean | 'unexpected' {
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

/** A path whose directory must exist; a bare file name stays relative. */
export function toLogPath(text: string, context: CoerceContext): string {
  const path = expandHome(text, context)
  const directory = parentDirectory(path)
  if (directory === '' || isDirectory(directory, context)) return path
  throw new InvalidValue(`The directory named as part of the path ${text} does not exist`)
}

export function toExistingDirectory(text: string, context: CoerceContext): string {
  const path = expandHome(text, context)
  if (isDirectory(path, context)) return path
  throw new InvalidValue(`${text} is not an existing directory`)
}

/** `AUTO`, null for none, the word `syslog` (a deprecated way to ask for syslog), or a path. */
function toChildLog(text: string, context: CoerceContext): string | null {
  const word = text.toLowerCase()
  if (word === 'none' || word === 'off') return null
  if (word === 'auto') return 'AUTO'
  return word === 'syslog' ? 'syslog' : toLogPath(text, context)
}

export function toUserId(text: string, context: CoerceContext): number {
  const number = numericId(text)
  const user = isId(number) ? context.accounts.lookupUser(number ?? text) : undefined
  if (user !== undefined) return user.uid
  throw new InvalidValue(number === null ? `Invalid user name ${text}` : `Invalid user id ${text}`)
}

/** `gid` is -1 where no group is named: unchanged. */
function toUserGroup(text: string, context: CoerceContext): { uid: number; gid: number } {
  const colon = text.indexOf(':')
  try {
    const uid = toUserId(colon === -1 ? text : text.slice(0, colon), context)
    if (colon === -1) return { uid, gid: -1 }
    const group = text.slice(colon + 1)
    const number = numericId(group)
    const found = isId(number) ? context.accounts.lookupGroup(number ?? group) : undefined
    if (found !== undefined) return { uid, gid: found.gid }
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
  }
  throw new InvalidValue(`Invalid user:group definition ${text}`)
}

// A number that cannot be an id is nobody's.
function isId(number: number | null): boolean {
  return number === null || (number >= 0 && number < 0xffffffff)
}

function numericId(text: string): number | null {
  try {
    return toInteger(text)
  } catch (error) {
    if (error instanceof InvalidValue) return null
    throw error
  }
}

/** An empty host is every IPv4 interface. */
function toInetAddress(text: string): { host: string; port: number } {
  const colon = text.lastIndexOf(':')
  if (colon === -1) {
    try {
      return { host: '', port: toPort(text) }
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error
      throw new InvalidValue(`not a valid port number: ${repr(text)} `)
    }
  }
  const digits = text.slice(colon + 1)
  if (digits === '') throw new InvalidValue("no port number specified in ''")
  const port = toPort(digits)
  const host = text.slice(0, colon).toLowerCase()
  // Differs from Supervisor: an IPv6 address in brackets works. (Test: "an IPv6 address stands in brackets".)
  return { host: host === '*' ? '' : host.replace(/^\[(.*)\]$/, '$1'), port }
}

function toPort(text: string): number {
  const port = toInteger(text)
  if (port < 1) throw new InvalidValue(`${port} is below lower bound (1)`)
  if (port > 65535) throw new InvalidValue(`${port} is above upper bound (65535)`)
  return port
}

/** A scheme, and a host or a path. */
export function toUrl(text: string): string {
  const parts = /^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/([^/?#]*))?([^?#]*)/.exec(text)
  if (parts === null || ((parts[1] ?? '') === '' && (parts[2] ?? '') === '')) {
    throw new InvalidValue(`value ${repr(text)} is not a URL`)
  }
  return text
}

export function toStringList(text: string): string[] {
  return text === '' ? [] : text.split(',').map(strip)
}
