// Finds the file behind a module's name: a path, a path beside the config file, or an installed package.

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const MODULE_FILE = /\.[cm]?[jt]s$/

/** The file, or undefined when there is none. Packages are looked up from `folder`, then from Reeve. */
export function resolveModule(name: string, folder: string): string | undefined {
  if (name.startsWith('file:')) return existing(fileURLToPath(name))
  if (isPath(name)) return existing(resolve(folder, name))
  // `plugins/cache.js` means the file where there is one; a package may have such a file too.
  const beside = MODULE_FILE.test(name) ? existing(join(folder, name)) : undefined
  return beside ?? resolvePackage(name, join(folder, 'config')) ?? resolvePackage(name, import.meta.url)
}

/** Written as a path, so that no package can be meant. */
export function isPath(name: string): boolean {
  return isAbsolute(name) || /^\.\.?\//.test(name) || name.startsWith('file:')
}

function existing(path: string): string | undefined {
  return existsSync(path) ? path : undefined
}

function resolvePackage(name: string, from: string): string | undefined {
  const require = createRequire(from)
  try {
    const found = require.resolve(name)
    // A built-in of Node is no plugin and no file.
    return isAbsolute(found) ? found : undefined
  } catch {
    // Not installed, or a package for `import` alone, which `require` cannot see.
    return resolveImportOnly(name, require.resolve.paths(name) ?? [])
  }
}

const CONDITIONS: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'default'])

function resolveImportOnly(name: string, roots: readonly string[]): string | undefined {
  const parts = name.split('/')
  const packageName = parts.slice(0, name.startsWith('@') ? 2 : 1).join('/')
  const subpath = ['.', ...parts.slice(name.startsWith('@') ? 2 : 1)].join('/')
  for (const root of roots) {
    const manifest = join(root, packageName, 'package.json')
    if (!existsSync(manifest)) continue
    const target = exported(readExports(manifest), subpath)
    return target === undefined ? undefined : existing(join(dirname(manifest), target))
  }
  return undefined
}

function readExports(manifest: string): unknown {
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly exports?: unknown }).exports
  } catch {
    return undefined
  }
}

/** The target of one entry of `exports`; patterns are left out, because a plugin is named exactly. */
function exported(exports: unknown, subpath: string): string | undefined {
  if (
    typeof exports === 'object' &&
    exports !== null &&
    Object.keys(exports).some((key) => key.startsWith('.'))
  ) {
    return conditional((exports as Readonly<Record<string, unknown>>)[subpath])
  }
  return subpath === '.' ? conditional(exports) : undefined
}

function conditional(target: unknown): string | undefined {
  if (typeof target === 'string') return target
  if (typeof target !== 'object' || target === null) return undefined
  for (const [condition, value] of Object.entries(target)) {
    const found = CONDITIONS.has(condition) ? conditional(value) : undefined
    if (found !== undefined) return found
  }
  return undefined
}
