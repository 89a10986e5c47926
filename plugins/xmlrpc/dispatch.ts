// One call: is there such a method, may the caller call it, do the arguments fit, and what comes of it.

import { type Caller, Fault, isAccessGuarded, isAllowed, isFault, rpcHooks, type Supervisor } from 'reeve/sdk'
import type { XmlRpcResult, XmlRpcValue } from 'reeve/sdk/xmlrpc'
import type { Method, Registry } from './registry.js'

/** Carries out a call. Throws or rejects with a Fault, or with whatever the method failed with. */
export type Dispatch = (
  name: string,
  parameters: readonly XmlRpcValue[],
  caller: Caller,
) => XmlRpcResult | Promise<XmlRpcResult>

/** Chooses, once, the plain way or the one that asks plugins and tells them. */
export function createDispatch(registry: Registry, supervisor: Supervisor): Dispatch {
  const dispatch: Dispatch = (name, parameters, caller) => {
    const method = registry.find(name)
    if (method === undefined) throw new Fault('UNKNOWN_METHOD')
    if (parameters.length < method.least || parameters.length > method.most) {
      throw new Fault('INCORRECT_PARAMETERS')
    }
    try {
      const result = method.call(parameters, caller)
      if (!(result instanceof Promise)) return result
      return result.catch((error: unknown) => explain(method, error, supervisor))
    } catch (error) {
      return explain(method, error, supervisor)
    }
  }
  return isAccessGuarded(supervisor) || rpcHooks(supervisor).called.taps.length > 0
    ? createWatched(dispatch, registry, supervisor)
    : dispatch
}

/**
 * A type error inside a method is taken for wrong arguments (RPC-07); the log keeps what it was. What else is no fault
 * is a failure of the method's plugin.
 */
function explain({ name, plugin }: Method, error: unknown, supervisor: Supervisor): never {
  if (error instanceof TypeError) {
    supervisor.log.warn(`XML-RPC method ${name}() answered INCORRECT_PARAMETERS for: ${error.stack}`)
    throw new Fault('INCORRECT_PARAMETERS')
  }
  if (!isFault(error)) supervisor.blame(plugin, `RPC method ${name}`, error)
  throw error
}

/** Asks `authorize` before each call and tells `called` after it. */
function createWatched(dispatch: Dispatch, registry: Registry, supervisor: Supervisor): Dispatch {
  const hooks = rpcHooks(supervisor)
  return async (method, parameters, caller) => {
    const call = { method, caller }
    const target = typeof parameters[0] === 'string' ? parameters[0] : null
    const mutates = registry.find(method)?.doc?.readOnly !== true
    try {
      if (!isAllowed(supervisor, { caller, action: method, target, mutates }))
        throw new Fault('FAILED', `${method} is not allowed`)
      const value = await dispatch(method, parameters, caller)
      hooks.called.call({ ...call, fault: null })
      return value
    } catch (error) {
      hooks.called.call({ ...call, fault: isFault(error) ? error.message : String(error) })
      throw error
    }
  }
}
