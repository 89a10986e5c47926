// The files of a plugin: what its module imports by relative paths, and which of it has changed since it was loaded.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import type { PluginChanges } from '../../sdk/plugin-status.js'

export interface ModuleFiles {
  /** Notes the entry and what lies below it as they are now: Node is about to load them. */
  remember(entry: string): void
  /** Every file below the entry that was loaded, the entry first. */
  of(entry: string): readonly string[]
  /** Does any of them import Reeve? */
  importsReeve(entry: string): boolean
  changesOf(entry: string): PluginChanges | null
}

interface Source {
  readonly imports: readonly string[]
  readonly importsReeve: boolean
}

/** More than any plugin has that is no bundle. */
const MOST_FILES = 1_000
/** Relative imports of all kinds. What stands in a comment is found too, and harms nothing. */
const RELATIVE = /\b(?:from|import|require)\s*\(?\s*['"](\.\.?\/[^'"\n]+)['"]/g
const REEVE = /['"]reeve(?:\/[\w./-]+)?['"]/
const COMPLETIONS = ['', '.js', '.cjs', '.json', '/index.js']
const HAS_IMPORTS = new Set(['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'])

export function createModuleFiles(): ModuleFiles {
  /** When a file below an entry was first loaded. Node keeps it until the program ends, so this is kept as well. */
  const below = new Map<string, string>()
  const entries = new Map<string, { readonly stamp: string; readonly sources: ReadonlyMap<string, Source> }>()
  return {
    remember(entry) {
      const sources = collect(entry)
      entries.set(entry, { stamp: stampOf(entry), sources })
      for (const file of sources.keys()) {
        if (file !== entry && !below.has(file)) below.set(file, stampOf(file))
      }
    },
    of: (entry) => [...(entries.get(entry)?.sources.keys() ?? [entry])],
    importsReeve: (entry) =>
      [...(entries.get(entry)?.sources.values() ?? [])].some((source) => source.importsReeve),
    changesOf(entry) {
      const known = entries.get(entry)
      if (known === undefined) return null
      const inner = [...known.sources.keys()].filter(
        (file) => file !== entry && below.get(file) !== stampOf(file),
      )
      const files = known.stamp === stampOf(entry) ? inner : [entry, ...inner]
      if (files.length === 0) return null
      return { files, needs: inner.length === 0 ? 'reload' : 'restart' }
    },
  }
}

/** The entry and all that it reaches, each with what it imports. */
function collect(entry: string): ReadonlyMap<string, Source> {
  const found = new Map<string, Source>()
  const open = [entry]
  for (let file = open.pop(); file !== undefined && found.size < MOST_FILES; file = open.pop()) {
    if (found.has(file)) continue
    const source = readSource(file)
    found.set(file, source)
    open.push(...source.imports)
  }
  return found
}

function readSource(file: string): Source {
  if (!HAS_IMPORTS.has(extname(file))) return { imports: [], importsReeve: false }
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    // Node is about to say the same, in the place where it matters.
    return { imports: [], importsReeve: false }
  }
  const imports = [...text.matchAll(RELATIVE)].flatMap(([, name = '']) => {
    const path = resolve(dirname(file), name)
    return COMPLETIONS.map((end) => path + end).find(isFile) ?? []
  })
  return { imports, importsReeve: REEVE.test(text) }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}

function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats === undefined ? 'gone' : `${stats.mtimeMs} ${stats.size} ${stats.ino}`
}
