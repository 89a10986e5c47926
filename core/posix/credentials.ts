// Who a child runs as: its ids by Supervisor's rules, and looking at files with that user's eyes before the spawn.

import type { Libc } from './libc.js'
import type { Accounts } from './port.js'

export interface Identity {
  readonly uid: number
  readonly gid: number
  /** The primary gid first. */
  readonly groups: readonly number[]
}

/** Supervisor's reasons for not becoming another user (LIFE-43). */
export const REFUSALS = {
  notRoot: "Can't drop privilege as nonroot user",
  unknownUid: (uid: number) => `Can't find uid ${uid}`,
  groups: 'Could not set groups of effective user',
  gid: 'Could not set group id of effective user',
  // Supervisor has no text for this step: a root without the capability, or an id outside a user namespace.
  uid: 'Could not set user id of effective user',
} as const

/** The ids behind a uid; null when this process is that user already and nothing has to change. */
export function resolveIdentity(
  accounts: Accounts,
  uid: number,
): { readonly identity: Identity | null } | { readonly why: string } {
  const current = process.getuid?.()
  if (current === uid) return { identity: null }
  const account = accounts.lookupUser(uid)
  if (account === undefined) return { why: REFUSALS.unknownUid(uid) }
  if (current !== 0) return { why: REFUSALS.notRoot }
  return { identity: { uid, gid: account.gid, groups: accounts.supplementaryGroups(account) } }
}

/** Runs a synchronous action with the user's rights on files. `why` says which step was refused. */
export type ActAs = <Value>(
  identity: Identity,
  action: () => Value,
) => { readonly value: Value } | { readonly why: string }

/**
 * Only the filesystem ids of this one thread change. They do not count when someone sends a signal, so unlike
 * setuid or seteuid this never lets the user at the daemon. Undefined where threads have no ids of their own.
 */
export function createActAs(libc: Libc): ActAs | undefined {
  const setgroupsCall = libc.platform.setgroupsCall
  if (setgroupsCall === null) return undefined
  const library = libc.koffi.load(null)
  const syscall = library.func('long syscall(long number, ...)')
  const setfsuid: (uid: number) => number = library.func('setfsuid', 'int', ['uint32_t'])
  const setfsgid: (gid: number) => number = library.func('setfsgid', 'int', ['uint32_t'])
  const setgroups = (groups: readonly number[]): boolean =>
    syscall(setgroupsCall, 'ulong', groups.length, 'void *', new Uint32Array(groups)) === 0
  // These two return the previous id, never an error: only a second call shows what happened.
  const becomesUid = (uid: number) => {
    setfsuid(uid)
    return setfsuid(uid) === uid
  }
  const becomesGid = (gid: number) => {
    setfsgid(gid)
    return setfsgid(gid) === gid
  }

  return (identity, action) => {
    const ownGroups = process.getgroups?.() ?? []
    const ownGid = process.getegid?.() ?? 0
    const ownUid = process.geteuid?.() ?? 0
    try {
      if (!setgroups(identity.groups)) return { why: REFUSALS.groups }
      if (!becomesGid(identity.gid)) return { why: REFUSALS.gid }
      if (!becomesUid(identity.uid)) return { why: REFUSALS.uid }
      return { value: action() }
    } finally {
      becomesUid(ownUid)
      becomesGid(ownGid)
      setgroups(ownGroups)
    }
  }
}
