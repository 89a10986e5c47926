// Which file of the tree imports what, read from the sources: the ground of the architecture tests.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'
import { packageRoot } from '../../core/modules/package-root.js'

export interface Import {
  readonly from: string
  /** A path from the root of the package, or the name of a package. */
  readonly to: string
  readonly typeOnly: boolean
  /** `import(...)`: loaded when it is needed. */
  readonly isLazy: boolean
}

const FOLDERS = ['core', 'plugins', 'sdk', 'schemas', 'test']

// The compiled test lives in dist; the sources are what is judged.
const root = packageRoot()

/** All TypeScript files, from the root. */
export const files: readonly string[] = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
)

export function codeOf(file: string): string {
  const text = readFileSync(join(root, file), 'utf8')
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1')
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]|(?:^|[^.\w])import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g

export const imports: readonly Import[] = files.flatMap(importsOf)

export const top = (path: string) => path.split(sep)[0] ?? ''
export const isOurs = (path: string) => FOLDERS.includes(top(path)) && path.includes(sep)
export const isSelf = (path: string) => path === 'reeve' || path.startsWith('reeve/')

/** The file behind `reeve/sdk` and the like. */
export function sourceOfExport(name: string): string | undefined {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string | { readonly default: string }>>
  }
  const target = exports[name.replace(/^reeve/, '.')]
  return typeof target === 'object'
    ? target.default.replace('./dist/', '').replace(/\.js$/, '.ts')
    : undefined
}

function importsOf(file: string): Import[] {
  return [...codeOf(file).matchAll(IMPORT)].map((match) => {
    const target = match[2] ?? match[3] ?? match[4] ?? ''
    const to = target.startsWith('.')
      ? normalize(join(dirname(file), target)).replace(/\.js$/, '.ts')
      : target
    return { from: file, to, typeOnly: match[1] !== undefined, isLazy: match[3] !== undefined }
  })
}
