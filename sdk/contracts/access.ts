// The one question that every interface asks before it does something for a caller.

import type { Supervisor } from '../supervisor.js'
import { type Access, httpHooks } from './http.js'
import { rpcHooks } from './rpc.js'

/** Does any plugin want to be asked? Then `isAllowed` has to be. */
export function isAccessGuarded(supervisor: Supervisor): boolean {
  return httpHooks(supervisor).authorize.taps.length > 0 || rpcHooks(supervisor).authorize.taps.length > 0
}

/** Asks the `authorize` hooks of both contracts: what one plugin refuses for a method is refused everywhere. */
export function isAllowed(supervisor: Supervisor, access: Access): boolean {
  if (httpHooks(supervisor).authorize.call(access) === false) return false
  return rpcHooks(supervisor).authorize.call({ method: access.action, caller: access.caller }) !== false
}
