// Hooks of the xmlrpc plugin: namespaces, who may call what, and what was called.

import { SyncBailHook, SyncHook } from 'tapable'
import type { Supervisor } from '../supervisor.js'
import type { XmlRpcResult } from '../xmlrpc/values.js'
import type { Caller } from './http.js'

/** A method's help text and signature; the first type is the result's (RPC-71, RPC-72). */
export interface RpcMethodDoc {
  readonly signature: readonly string[]
  readonly help: string
  /** The method changes nothing: who may only look may call it. */
  readonly readOnly?: boolean
}

/**
 * One namespace: each of `methods` becomes `namespace.method`. Names that begin with `_` are private. Arguments arrive
 * decoded; the answer is encoded; a thrown Fault becomes a fault, a TypeError the fault INCORRECT_PARAMETERS, anything
 * else HTTP 500 with a log entry. Too few arguments (a method's `length`), or more than its signature names, are
 * INCORRECT_PARAMETERS before the method is called.
 */
export interface RpcNamespace {
  // biome-ignore lint/suspicious/noExplicitAny: methods declare their own parameter types; arity and types are checked at the call
  readonly methods: Readonly<Record<string, (...parameters: any[]) => XmlRpcResult | Promise<XmlRpcResult>>>
  readonly docs?: Readonly<Record<string, RpcMethodDoc>>
  /** Names that call another method and are listed too (`getVersion` for `getAPIVersion`). */
  readonly aliases?: Readonly<Record<string, string>>
}

export interface RpcRegistry {
  add(name: string, namespace: RpcNamespace): void
}

/**
 * Makes the namespace of one `[rpcinterface:x]` section. `options` are the section's other keys, as strings with
 * lower-case names.
 */
export type RpcFactory = (
  supervisor: Supervisor,
  options: Readonly<Record<string, string>>,
) => RpcNamespace | Promise<RpcNamespace>

export interface RpcCall {
  readonly method: string
  readonly caller: Caller
}

export interface RpcHooks {
  /**
   * Factories that `supervisor.rpcinterface_factory` can name without a module, by that name: plugins put theirs in
   * while they are applied.
   */
  readonly factories: Map<string, RpcFactory>
  /**
   * Fires: once at boot.
   * May: add namespaces, of which each method becomes `namespace.method` on every server.
   * Must not: take a name that another plugin has; `system` is taken.
   * Order: in the order of the plugins, after `boot` of those before xmlrpc in the list.
   * A throw: is logged, and the namespaces of the others work.
   */
  readonly namespaces: SyncHook<[RpcRegistry]>
  /**
   * Fires: before each call, those inside of `system.multicall` too, and before what pages and the JSON API do with the
   * method's name.
   * May: refuse it (false, Fault FAILED), or let it pass (undefined).
   * Must not: wait.
   * Order: after `http.authorize`.
   * A throw: is logged and refuses.
   */
  readonly authorize: SyncBailHook<[RpcCall], boolean | undefined>
  /**
   * Fires: after each call; `fault` is null for a success.
   * May: observe: count, log, audit.
   * Must not: block.
   * Order: before the answer is sent.
   * A throw: is logged, and the rest run.
   */
  readonly called: SyncHook<[RpcCall & { readonly fault: string | null }]>
}

/** The xmlrpc plugin's hooks. */
export function rpcHooks(supervisor: Supervisor): RpcHooks {
  return supervisor.contract('rpc', () => ({
    factories: new Map<string, RpcFactory>(),
    namespaces: new SyncHook<[RpcRegistry]>(['registry']),
    authorize: new SyncBailHook<[RpcCall], boolean | undefined>(['call']),
    called: new SyncHook<[RpcCall & { readonly fault: string | null }]>(['call']),
  }))
}
