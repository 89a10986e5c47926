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

/** A namespace as it is, or one of an object's methods, bound to it; else what is wrong, as the end of a sentence. */
export function toNamespace(made: unknown): RpcNamespace | string {
  if (typeof made !== 'object' || made === null || Array.isArray(made)) {
    return `returned ${describe(made)}, and not an object with methods`
  }
  if ('methods' in made && typeof made.methods !== 'function') {
    return describeNamespace(made as Readonly<Record<string, unknown>>) ?? (made as RpcNamespace)
  }
  const methods: Methods = {}
  for (const name of methodNames(made)) {
    methods[name] = (made as Methods)[name]!.bind(made)
  }
  return { methods }
}

function describeNamespace({
  methods,
  docs,
  aliases,
}: Readonly<Record<string, unknown>>): string | undefined {
  if (!isRecord(methods))
    return `returned methods that are ${describe(methods)}, and not an object of functions`
  const odd = Object.entries(methods).find(([, method]) => typeof method !== 'function')
  if (odd !== undefined) return `returned a method ${odd[0]} that is ${describe(odd[1])}, and not a function`
  for (const [name, value] of Object.entries({ docs, aliases })) {
    if (value !== undefined && !isRecord(value))
      return `returned ${name} that are ${describe(value)}, and not an object`
  }
  return undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
