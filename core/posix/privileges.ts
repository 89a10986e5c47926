// Becoming another user for good: supplementary groups, then the group, then the user.

import { type Identity, REFUSALS, resolveIdentity } from './credentials.js'
import type { Accounts } from './port.js'
import type { PrivilegeOutcome } from './system.js'

/** The daemon's own step for `[supervisord] user=` (SIG-13). All threads change. */
export function dropPrivileges(accounts: Accounts, uid: number): PrivilegeOutcome {
  const resolved = resolveIdentity(accounts, uid)
  if ('why' in resolved) return { ok: false, message: resolved.why }
  if (resolved.identity !== null) {
    const why = becomeUser(resolved.identity)
    if (why !== undefined) return { ok: false, message: why }
  }
  return { ok: true, message: `Set uid to user ${uid} succeeded` }
}

/** Returns Supervisor's words for the step that failed. */
export function becomeUser({ uid, gid, groups }: Identity): string | undefined {
  return (
    attempt(() => process.setgroups?.([...groups]), REFUSALS.groups) ??
    attempt(() => process.setgid?.(gid), REFUSALS.gid) ??
    attempt(() => process.setuid?.(uid), REFUSALS.uid)
  )
}

function attempt(step: () => void, refusal: string): string | undefined {
  try {
    step()
    return undefined
  } catch {
    return refusal
  }
}
