// Binding servers: unix sockets that are never visible half made (WEB-41), and inet ones.

import { lookup } from 'node:dns/promises'
import {
  chmodSync,
  lchownSync,
  linkSync,
  lstatSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
} from 'node:fs'
import { connect, isIP, type ListenOptions, type Server } from 'node:net'
import { constants } from 'node:os'
import { dirname } from 'node:path'
import type { ListenAddress, ListenError } from '../../sdk/supervisor.js'
import { findPlatform } from './platforms.js'

/** How many clients may wait to be accepted: a dashboard that reconnects everything at once must not be refused. */
const BACKLOG = 1024

export interface BindOptions {
  /** Supervisor's line `Unlinking stale socket {path}`, before it happens; and a name that could not be removed. */
  onNotice?(line: string): void
}

type UnixAddress = Extract<ListenAddress, { kind: 'unix' }>

/**
 * Binds a server, which must not listen yet. The result removes the socket's name, if it is still this instance's;
 * closing the server stays with its owner. It never throws: the daemon has others to take down. Rejects with a
 * ListenError.
 */
export async function bindServer(
  server: Server,
  address: ListenAddress,
  options: BindOptions = {},
): Promise<() => void> {
  try {
    if (address.kind === 'unix') return await bindUnix(server, address, options)
    await listen(server, { host: await resolveHost(address.host), port: address.port })
    return () => {}
  } catch (error) {
    if (server.listening) server.close()
    throw toListenError(error)
  }
}

/**
 * An empty host is every IPv4 interface (CFG-TYP-13); `::` is every IPv6 one, and with it IPv4. A name means its
 * IPv4 address where it has one, because `localhost` always did.
 */
async function resolveHost(host: string): Promise<string> {
  if (host === '') return '0.0.0.0'
  if (isIP(host) !== 0) return host
  return (await lookup(host, { verbatim: false })).address
}

async function bindUnix(server: Server, address: UnixAddress, options: BindOptions): Promise<() => void> {
  const { path, mode, uid, gid } = address
  const temporary = `${path}.${process.pid}`
  checkLength(temporary)
  removeIfPresent(temporary)
  // libuv would report a missing directory as EACCES.
  statSync(dirname(path))
  try {
    await listenWithMode(server, temporary, mode)
    lchownSync(temporary, uid, gid)
    // Directories with default access lists do not obey the umask.
    if ((ownStatus(temporary).mode & 0o7777) !== mode) chmodSync(temporary, mode)
    await publish(temporary, path, options)
    const own = lstatSync(path)
    return () => {
      try {
        const now = statusOf(path)
        if (now !== undefined && isSameFile(now, own)) removeIfPresent(path)
      } catch (error) {
        if (codeOf(error) === '') throw error
        options.onNotice?.(`could not remove the socket ${path}: ${codeOf(error)}`)
      }
    }
  } finally {
    removeIfPresent(temporary)
  }
}

/**
 * The socket has its mode from its birth: a chmod follows a symbolic link, which the owner of the directory could put in
 * the place of the socket. The bind happens within the call, so no other file sees the umask.
 */
function listenWithMode(server: Server, path: string, mode: number): Promise<void> {
  const umask = process.umask(0o777 & ~mode)
  try {
    return listen(server, { path })
  } finally {
    process.umask(umask)
  }
}

/** Throws where something else has come into the place of the socket. */
function ownStatus(path: string): Stats {
  const status = lstatSync(path)
  if (status.isSocket()) return status
  throw systemError('EEXIST', `${path} was replaced while it was made`)
}

/** Gives the socket its real name, after removing a stale one. */
async function publish(temporary: string, path: string, options: BindOptions): Promise<void> {
  const ATTEMPTS = 3
  for (let attempt = 1; ; attempt += 1) {
    try {
      linkSync(temporary, path)
      return
    } catch (error) {
      const code = codeOf(error)
      if (code === 'EEXIST' && attempt < ATTEMPTS) {
        await removeStale(path, options)
      } else if (NO_HARD_LINKS.has(code)) {
        if (statusOf(path) !== undefined) await removeStale(path, options)
        renameSync(temporary, path)
        return
      } else {
        throw error
      }
    }
  }
}

/** Filesystems without hard links say one of these. */
const NO_HARD_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/**
 * Removes a socket that nobody answers on.
 * Differs from Supervisor: what is not a socket is left alone ("a file that is no socket is never removed").
 */
async function removeStale(path: string, options: BindOptions): Promise<void> {
  const before = statusOf(path)
  if (before === undefined) return
  if (!before.isSocket()) throw systemError('EEXIST', `${path} exists and is not a socket`)
  if (await isAnswered(path)) throw systemError('EADDRINUSE', `another program listens on ${path}`)
  const now = statusOf(path)
  if (now === undefined || !isSameFile(now, before)) return
  options.onNotice?.(`Unlinking stale socket ${path}`)
  unlinkSync(path)
}

/** Only a refusal proves that nobody is there: a busy server or a socket of another user is in use. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const client = connect(path)
    client.once('connect', () => {
      client.destroy()
      resolve(true)
    })
    client.once('error', (error) => {
      resolve(!['ECONNREFUSED', 'ENOENT'].includes(codeOf(error)))
    })
  })
}

function listen(server: Server, where: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const onListening = () => {
      server.off('error', onError)
      resolve()
    }
    const onError = (error: Error) => {
      server.off('listening', onListening)
      reject(error)
    }
    server.once('listening', onListening)
    server.once('error', onError)
    server.listen({ ...where, backlog: BACKLOG, exclusive: true })
  })
}

/** Some versions of libuv cut a longer name off silently. */
function checkLength(path: string): void {
  const limit = findPlatform()?.socketPathBytes ?? 103
  if (Buffer.byteLength(path) > limit) {
    throw systemError('ENAMETOOLONG', `AF_UNIX path too long: ${path} (at most ${limit} bytes)`)
  }
}

function statusOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}

function isSameFile(one: Stats, other: Stats): boolean {
  return one.ino === other.ino && one.dev === other.dev
}

function removeIfPresent(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function systemError(code: keyof typeof constants.errno, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code, errno: -constants.errno[code] })
}

function toListenError(error: unknown): ListenError {
  const message = error instanceof Error ? error.message : String(error)
  const details = error as Partial<Record<'errno' | 'code', unknown>>
  // libuv numbers its own errors (a failed name lookup) outside the system's.
  const number = typeof details.errno === 'number' ? Math.abs(details.errno) : undefined
  const name = typeof details.code === 'string' ? details.code : ''
  const isSystem = name in constants.errno
  return Object.assign(new Error(message, { cause: error }), {
    code: 'REEVE_LISTEN' as const,
    errno: isSystem ? name : null,
    errnoNumber: isSystem ? (number ?? null) : null,
  })
}
