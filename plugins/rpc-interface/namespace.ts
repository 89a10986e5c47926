// What a factory returned, as a namespace: the classic contract is any object with public methods.

import type { RpcNamespace } from 'reeve/sdk'

type Methods = Record<string, RpcNamespace['methods'][string]>

/** Public method names of an object, its own and those of its classes, in no particular order. */
function methodNames(object: object): Set<string> {
  const names = new Set<string>()
  for (
    let level: object | null = object;
    level !== null && level !== Object.prototype;
    level = Object.getPrototypeOf(level)
  ) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (name === 'constructor' || name.startsWith('_') || typeof property.value !== 'function') continue
      names.add(name)
    }
  }
  return names
}

/** A namespace as it is, or one of an object's methods, bound to it. */
export function toNamespace(made: object): RpcNamespace {
  if ('methods' in made && typeof made.methods === 'object') return made as RpcNamespace
  const methods: Methods = {}
  for (const name of methodNames(made)) {
    methods[name] = (made as Methods)[name]!.bind(made)
  }
  return { methods }
}
