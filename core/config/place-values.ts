// Values that name something of this machine or a place on the network: paths, users, groups and addresses.

import { pythonRepr as repr } from '../python-repr.js'
import { expandHome, isDirectory, type PathContext, parentDirectory } from './paths.js'
import { toInteger } from './plain-values.js'
import { InvalidValue } from './problems.js'

/** A path whose directory must exist; a bare file name stays relative. */
export function toLogPath(text: string, context: PathContext): string {
  const path = expandHome(text, context)
  const directory = parentDirectory(path)
  if (directory === '' || isDirectory(directory, context)) return path
  throw new InvalidValue(`The directory named as part of the path ${text} does not exist`)
}

export function toExistingDirectory(text: string, context: PathContext): string {
  const path = expandHome(text, context)
  if (isDirectory(path, context)) return path
  throw new InvalidValue(`${text} is not an existing directory`)
}

/** `AUTO`, null for none, the word `syslog` (a deprecated way to ask for syslog), or a path. */
export function toChildLog(text: string, context: PathContext): string | null {
  const word = text.toLowerCase()
  if (word === 'none' || word === 'off') return null
  if (word === 'auto') return 'AUTO'
  return word === 'syslog' ? 'syslog' : toLogPath(text, context)
}

export function toUserId(text: string, context: PathContext): number {
  const number = numericId(text)
  const user = isId(number) ? context.accounts.lookupUser(number ?? text) : undefined
  if (user !== undefined) return user.uid
  throw new InvalidValue(number === null ? `Invalid user name ${text}` : `Invalid user id ${text}`)
}

/** `gid` is -1 where no group is named: unchanged. */
export function toUserGroup(text: string, context: PathContext): { uid: number; gid: number } {
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
export function toInetAddress(text: string): { host: string; port: number } {
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
