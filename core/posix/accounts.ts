// Users and groups of this machine, asked of the C library so that every name service (LDAP, SSSD) counts.

import { constants } from 'node:os'
import { type Libc, loadLibc } from './libc.js'
import type { Account, AccountGroup, Accounts } from './port.js'

/** The lookups that the config reader and `user=` need. Throws PosixUnavailableError where libc cannot be loaded. */
export function createAccounts(libc: Libc = loadLibc()): Accounts {
  const users = bindUsers(libc)
  const groups = bindGroups(libc)
  return {
    lookupUser(nameOrUid) {
      const uid = asNumber(nameOrUid)
      return uid === undefined ? users.byName(String(nameOrUid)) : users.byUid(uid)
    },
    lookupGroup(nameOrGid) {
      const gid = asNumber(nameOrGid)
      return gid === undefined ? groups.byName(String(nameOrGid)) : groups.byGid(gid)
    },
    supplementaryGroups: groups.ofUser,
  }
}

const DIGITS = /^\s*\+?\d+\s*$/
const LARGEST_ID = 0xfffffffe

/** As in Supervisor, text that is a number is an id, even where a user has such a name. */
function asNumber(nameOrId: string | number): number | undefined {
  if (typeof nameOrId === 'number') return nameOrId
  return DIGITS.test(nameOrId) ? Number(nameOrId) : undefined
}

function bindUsers(libc: Libc) {
  const { koffi, platform } = libc
  const library = koffi.load(null)
  const record = koffi.out(koffi.pointer(koffi.struct({ ...platform.passwd })))
  const found = koffi.out(koffi.pointer('void *'))
  const rest = [record, 'void *', 'size_t', found]
  const byName = library.func('getpwnam_r', 'int', ['str', ...rest])
  const byUid = library.func('getpwuid_r', 'int', ['uint32_t', ...rest])
  const toAccount = (raw: RawUser | undefined): Account | undefined =>
    raw && { name: raw.name, uid: raw.uid, gid: raw.gid, home: raw.home }
  return {
    byName: (name: string) => toAccount(query<RawUser>(byName, name)),
    byUid: (uid: number) => (uid > LARGEST_ID ? undefined : toAccount(query<RawUser>(byUid, uid))),
  }
}

function bindGroups(libc: Libc) {
  const { koffi, platform } = libc
  const library = koffi.load(null)
  const record = koffi.out(koffi.pointer(koffi.struct({ ...platform.group })))
  const found = koffi.out(koffi.pointer('void *'))
  const rest = [record, 'void *', 'size_t', found]
  const byName = library.func('getgrnam_r', 'int', ['str', ...rest])
  const byGid = library.func('getgrgid_r', 'int', ['uint32_t', ...rest])
  const list = library.func('getgrouplist', 'int', ['str', platform.groupListElement, 'void *', 'void *'])
  const toGroup = (raw: RawGroup | undefined): AccountGroup | undefined =>
    raw && { name: raw.name, gid: raw.gid }
  return {
    byName: (name: string) => toGroup(query<RawGroup>(byName, name)),
    byGid: (gid: number) => (gid > LARGEST_ID ? undefined : toGroup(query<RawGroup>(byGid, gid))),
    ofUser(user: Account): readonly number[] {
      for (let room = 64; ; room *= 4) {
        const gids = new Uint32Array(room)
        const count = new Int32Array([room])
        const complete = list(user.name, user.gid, gids, count) >= 0
        const total = count[0] ?? 0
        // Libraries disagree on whether `total` is filled in when the room is too small, so only grow on failure.
        if (complete || room > 65_536) return [...gids.subarray(0, Math.min(total, room))]
      }
    },
  }
}

interface RawUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly home: string
}

interface RawGroup {
  readonly name: string
  readonly gid: number
}

/** Calls a `get..._r` function with a buffer that grows: a group may list thousands of members. */
function query<Raw>(call: (...words: unknown[]) => number, key: string | number): Raw | undefined {
  const LARGEST_BUFFER = 4 * 1024 * 1024
  for (let size = 4096; size <= LARGEST_BUFFER; size *= 8) {
    const record = {}
    const found: unknown[] = [null]
    const error = call(key, record, Buffer.alloc(size), size, found)
    if (error === 0) return found[0] === null ? undefined : (record as Raw)
    if (error !== constants.errno.ERANGE) return undefined
  }
  return undefined
}
