// What a module exports under a name, whichever way it was written.

import { type ImportedModule, LoadError } from './import-module.js'

/** An export of a module; what a CommonJS module puts on `module.exports` counts too. */
export function exportOf(module: ImportedModule, member: string, file: string): unknown {
  const inner = module.default as Readonly<Record<string, unknown>> | null | undefined
  const isObject = typeof inner === 'object' && inner !== null
  // A CommonJS module that a compiler made from `export default` carries it one level down.
  if (member === 'default' && isObject && inner.__esModule === true) return inner.default
  if (Object.hasOwn(module, member)) return module[member]
  if (isObject && Object.hasOwn(inner, member)) return inner[member]
  const names = Object.keys(module).join(', ') || 'nothing'
  throw new LoadError(
    `${file} has no ${member === 'default' ? 'default export' : `export ${member}`}; it exports ${names}`,
  )
}
