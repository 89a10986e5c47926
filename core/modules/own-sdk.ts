// `import 'reeve/sdk'` from a file that has no Reeve in a node_modules above it: it gets this installation's SDK.

import { existsSync, readFileSync, realpathSync } from 'node:fs'
import nodeModule, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packageRoot } from './package-root.js'

type Context = { readonly parentURL?: string | undefined }
type NextResolve = (specifier: string, context: Context) => unknown

/** What Node 22.15 has; older ones resolve in a thread of its own. */
interface SyncHooks {
  registerHooks(hooks: { resolve(specifier: string, context: Context, next: NextResolve): unknown }): unknown
}

/**
 * Can a module in this file import Reeve by its own means: a copy of its own, or one that is installed above it? Not
 * asked of `require`, which finds more than `import` does: what NODE_PATH names.
 */
export function findsReeve(file: string): boolean {
  let nearestName: unknown
  for (let folder = dirname(existsSync(file) ? realpathSync(file) : file); ; folder = dirname(folder)) {
    if (nearestName === undefined) nearestName = nameOfPackage(folder)
    // A package finds itself by its name.
    if (nearestName === 'reeve' || existsSync(join(folder, 'node_modules', 'reeve', 'package.json')))
      return true
    if (folder === dirname(folder)) return false
  }
}

/** Null for a package without a name, undefined where none begins. */
function nameOfPackage(folder: string): unknown {
  const manifest = join(folder, 'package.json')
  if (!existsSync(manifest)) return undefined
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly name?: unknown }).name ?? null
  } catch {
    return null
  }
}

let isOffered = false

/** Has this process been given a thread for it, for good? */
export function offersOwnSdk(): boolean {
  return isOffered
}

/**
 * From now on every module of the process that finds no Reeve gets ours. Costs nothing on Node 22.15 and later; before
 * that it is a thread of some 10 MB, which is why only a plugin that needs it brings it up.
 */
export function offerOwnSdk(): void {
  if (isOffered) return
  isOffered = true
  const own = pathToFileURL(join(packageRoot(), 'package.json')).href
  if ('registerHooks' in nodeModule) {
    ;(nodeModule as unknown as SyncHooks).registerHooks({
      resolve(specifier, context, next) {
        if (specifier !== 'reeve' && !specifier.startsWith('reeve/')) return next(specifier, context)
        try {
          return next(specifier, context)
        } catch (error) {
          if (!isMissing(error)) throw error
          // require() would look above the module that asks, whatever parent it is told.
          return { url: pathToFileURL(createRequire(own).resolve(specifier)).href, shortCircuit: true }
        }
      },
    })
    return
  }
  nodeModule.register(`data:text/javascript,${encodeURIComponent(threadSource(own))}`, own)
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND')
  )
}

/** The same for the thread: modules of its own cannot be found once the program is a bundle. */
function threadSource(own: string): string {
  return `export async function resolve(specifier, context, next) {
  if (specifier !== 'reeve' && !specifier.startsWith('reeve/')) return next(specifier, context)
  try {
    return await next(specifier, context)
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    return next(specifier, { ...context, parentURL: ${JSON.stringify(own)} })
  }
}`
}
