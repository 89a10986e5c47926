// All methods that can be called, in one table by full name: `supervisor.getState`.

import type { Caller, RpcMethodDoc, RpcNamespace, RpcRegistry } from 'reeve/sdk'
import type { XmlRpcResult, XmlRpcValue } from 'reeve/sdk/xmlrpc'

/** A method with what must hold of its arguments before it is called (RPC-07). */
export interface Method {
  readonly name: string
  /** Whose it is. */
  readonly plugin: string
  call(parameters: readonly XmlRpcValue[], caller: Caller): XmlRpcResult | Promise<XmlRpcResult>
  readonly least: number
  readonly most: number
  readonly doc: RpcMethodDoc | undefined
}

export interface Registry extends RpcRegistry {
  /** Adds one method that needs to know its caller. */
  define(method: Method): void
  find(name: string): Method | undefined
  /** Sorted (RPC-70). */
  names(): readonly string[]
}

export interface RegistryOptions {
  /** The plugin that adds its namespaces now. */
  readonly adding: () => string | null
  /** Hears of each namespace, with its methods. */
  readonly onAdd: (space: string, methods: readonly Method[]) => void
}

export function createRegistry({ adding, onAdd }: RegistryOptions): Registry {
  const methods = new Map<string, Method>()
  const spaces = new Set<string>()
  return {
    add(space, namespace) {
      if (spaces.has(space)) throw new Error(`the RPC namespace '${space}' is taken already`)
      spaces.add(space)
      const added = methodsOf(space, namespace, adding() ?? '')
      for (const method of added) methods.set(method.name, method)
      onAdd(space, added)
    },
    define: (method) => void methods.set(method.name, method),
    find: (name) => methods.get(name),
    names: () => [...methods.keys()].sort(),
  }
}

function methodsOf(space: string, namespace: RpcNamespace, plugin: string): Method[] {
  const { methods, docs = {}, aliases = {} } = namespace
  const named = [
    ...Object.keys(methods).map((name) => [name, name] as const),
    ...Object.entries(aliases).filter(([, target]) => Object.hasOwn(methods, target)),
  ]
  return named
    .filter(([name]) => !name.startsWith('_') && !name.includes('.'))
    .map(([name, target]) => {
      const method = methods[target]!
      const doc = Object.hasOwn(docs, target) ? docs[target] : undefined
      return {
        name: `${space}.${name}`,
        plugin,
        call: (parameters) => method.apply(methods, parameters as XmlRpcValue[]),
        least: method.length,
        most: doc === undefined ? Number.POSITIVE_INFINITY : doc.signature.length - 1,
        doc,
      }
    })
}
