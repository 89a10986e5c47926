// Listening sockets for children. Made through the C library, because Node's own never block and are watched by its loop.

import { chmodSync, chownSync, lstatSync, statSync, unlinkSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { dirname } from 'node:path'
import { getSystemErrorMap } from 'node:util'
import type { ListenSocketAddress } from '../../sdk/listen-socket.js'
import type { Libc } from './libc.js'
import type { Accounts, ErrnoName, ListenFailure, ListenSocketRequest, Posix } from './port.js'
import { moveSafely } from './safe-descriptor.js'
import { bindSocketCalls, type SocketCalls, unixAddress } from './socket-calls.js'

type UnixAddress = Extract<ListenSocketAddress, { kind: 'unix' }>
type InetAddress = Extract<ListenSocketAddress, { kind: 'inet' }>

const FAMILY_INET = 2
/** Above what any system allows, and each cuts it to what it does allow (net.core.somaxconn). */
const LONGEST_BACKLOG = 65_535

export function createListenSockets(libc: Libc, accounts: Accounts): Pick<Posix, 'openListenSocket'> {
  // Bound at the first use: most daemons have none.
  let calls: SocketCalls | undefined
  return {
    openListenSocket(request) {
      calls ??= bindSocketCalls(libc)
      try {
        return request.address.kind === 'unix'
          ? openUnix(libc, calls, accounts, request.address, request)
          : openInet(libc, calls, request.address, request)
      } catch (error) {
        if (error instanceof ListenRefusal) return error.failure
        throw error
      }
    },
  }
}

/** Carries a failure out of the steps of an opening. */
class ListenRefusal extends Error {
  readonly failure: ListenFailure

  constructor(errno: ErrnoName | null, reason: string) {
    super(reason)
    this.failure = { errno, reason }
  }
}

function refusal(errno: ErrnoName, what?: string): ListenRefusal {
  const [, text] = [...getSystemErrorMap().values()].find(([name]) => name === errno) ?? []
  const said = text === undefined ? errno : `${errno}: ${text}`
  return new ListenRefusal(errno, what === undefined ? said : `${what}: ${said}`)
}

function openUnix(
  libc: Libc,
  calls: SocketCalls,
  accounts: Accounts,
  address: UnixAddress,
  { backlog, trial }: ListenSocketRequest,
): number {
  const { path } = address
  const limit = libc.platform.socketPathBytes
  if (Buffer.byteLength(path) > limit) throw refusal('ENAMETOOLONG', `${path} has more than ${limit} bytes`)
  checkPlace(path)
  const fd = openSocket(libc, libc.platform.familyUnix)
  const name = trial === true ? `${path}.${process.pid}` : path
  // Too long for the name of a trial: what could be checked is.
  if (Buffer.byteLength(name) > limit) return fd
  let isBound = false
  try {
    removeIfPresent(name)
    bindPrivately(libc, calls, fd, unixAddress(name, libc.platform))
    isBound = true
    giveAway(accounts, name, address)
    attempt(() => chmodSync(name, address.mode), `cannot change the mode of ${name}`)
    listen(libc, calls, fd, backlog)
    if (trial === true) removeIfPresent(name)
    return fd
  } catch (error) {
    libc.close(fd)
    if (isBound) removeIfPresent(name)
    throw error
  }
}

/**
 * Differs from Supervisor: what is not a socket is left alone ("a file in the place of a FastCGI socket is never
 * removed").
 */
function checkPlace(path: string): void {
  attempt(() => statSync(dirname(path)), dirname(path))
  const there = attempt(() => lstatSync(path, { throwIfNoEntry: false }), path)
  if (there !== undefined && !there.isSocket()) throw refusal('EEXIST', `${path} is not a socket`)
}

/** Nobody may connect between bind and chmod. The call is synchronous, so no other file sees the umask. */
function bindPrivately(libc: Libc, calls: SocketCalls, fd: number, address: Buffer): void {
  const umask = libc.umask(0o177)
  const result = calls.bind(fd, address, address.length)
  const errno = result === -1 ? libc.errno() : null
  libc.umask(umask)
  if (errno !== null) throw refusal(errno)
}

function giveAway(accounts: Accounts, path: string, { owner }: UnixAddress): void {
  if (owner === null) return
  const { uid } = owner
  if (owner.gid === null && uid === process.getuid?.()) return
  const gid = owner.gid ?? accounts.lookupUser(uid)?.gid ?? -1
  attempt(() => chownSync(path, uid, gid), `cannot change the owner of ${path}`)
}

function openInet(
  libc: Libc,
  calls: SocketCalls,
  { host, port }: InetAddress,
  { backlog }: ListenSocketRequest,
): number {
  const { family, bytes } = resolve(libc, calls, host, port)
  const fd = openSocket(libc, family)
  try {
    const { level, reuseAddress } = libc.platform.sockets
    calls.setsockopt(fd, level, reuseAddress, new Int32Array([1]), 4)
    if (calls.bind(fd, bytes, bytes.length) === -1) throw refusal(libc.errno())
    listen(libc, calls, fd, backlog)
    return fd
  } catch (error) {
    libc.close(fd)
    throw error
  }
}

/** Waits for the name service where it must be asked, as Supervisor does; a name to listen on is one of this machine. */
function resolve(libc: Libc, calls: SocketCalls, host: string, port: number) {
  const { ipv6 } = libc.platform.sockets
  const families = isIPv6(host) ? [ipv6] : [FAMILY_INET, ipv6]
  let reason = ''
  for (const family of families) {
    const found = calls.lookup(host, port, family)
    if (typeof found !== 'string') return found
    reason ||= found
  }
  throw new ListenRefusal(null, `cannot look up ${host}: ${reason}`)
}

/** A new stream socket, close-on-exec. */
function openSocket(libc: Libc, family: number): number {
  const fd = libc.socket(family, STREAM, 0)
  if (fd === -1) throw refusal(libc.errno())
  const moved = moveSafely(libc, fd)
  if (typeof moved !== 'number') throw refusal(moved.errno)
  return moved
}

const STREAM = 1

function listen(libc: Libc, calls: SocketCalls, fd: number, backlog: number | undefined): void {
  if (calls.listen(fd, backlog ?? LONGEST_BACKLOG) === -1) throw refusal(libc.errno())
}

function removeIfPresent(path: string): void {
  attempt(() => {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true) unlinkSync(path)
  }, `cannot remove ${path}`)
}

/** What fails with an errno is refused with it; anything else is a bug and thrown. */
function attempt<Value>(call: () => Value, what: string): Value {
  try {
    return call()
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error
    throw refusal(String(error.code), what)
  }
}
