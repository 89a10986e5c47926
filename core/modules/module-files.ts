// The files of a plugin: what its module imports by relative paths, and which of it has changed since it was loaded.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import type { PluginChanges } from '../../sdk/plugin-status.js'

export interface ModuleFiles {
  /** Notes the entry and what lies below it as they are now: Node is about to load them. */
  remember(entry: string): LoadedFiles
  /** What was noted of the entry last, whether it could be loaded or not. */
  latest(entry: string): LoadedFiles | undefined
  /** Has anybody written the entry since? */
  isTouched(loaded: LoadedFiles): boolean
  /** Which files have another content than what was loaded. */
  changesSince(loaded: LoadedFiles): PluginChanges | null
}

/**
 * One load of a plugin. Whoever runs what came of it keeps this: a later load may be refused, and then it is this one
 * that goes on.
 */
export interface LoadedFiles {
  /** Every file below the entry that was loaded, the entry first. */
  readonly files: readonly string[]
  /** Does any of them import Reeve? */
  readonly importsReeve: boolean
  readonly entry: Version
}

/** A file as it was at a time. */
interface Version {
  readonly file: string
  /** Tells without reading it that nobody has written it. */
  readonly stamp: string
  readonly digest: string
}

interface Source {
  readonly version: Version
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
  /** A file below an entry as it was first loaded. Node keeps it until the program ends, so this is kept as well. */
  const below = new Map<string, Version>()
  const entries = new Map<string, LoadedFiles>()
  return {
    remember(entry) {
      const sources = collect(entry)
      const files = [...sources.keys()]
      const importsReeve = [...sources.values()].some((source) => source.importsReeve)
      const loaded = { files, importsReeve, entry: sources.get(entry)!.version }
      entries.set(entry, loaded)
      for (const [file, { version }] of sources) {
        if (file !== entry && !below.has(file)) below.set(file, version)
      }
      return loaded
    },
    latest: (entry) => entries.get(entry),
    isTouched: ({ entry }) => entry.stamp !== stampOf(entry.file),
    changesSince({ entry, files: [, ...others] }) {
      const inner = others.filter((file) => isChanged(below.get(file)))
      const files = isChanged(entry) ? [entry.file, ...inner] : inner
      if (files.length === 0) return null
      return { files, needs: inner.length === 0 ? 'reload' : 'restart' }
    },
  }
}

function isChanged(version: Version | undefined): boolean {
  if (version === undefined || version.stamp === stampOf(version.file)) return false
  return version.digest !== digestOf(read(version.file))
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
  const stamp = stampOf(file)
  const bytes = read(file)
  const version = { file, stamp, digest: digestOf(bytes) }
  if (bytes === null || !HAS_IMPORTS.has(extname(file))) return { version, imports: [], importsReeve: false }
  const text = bytes.toString('utf8')
  const imports = [...text.matchAll(RELATIVE)].flatMap(([, name = '']) => {
    const path = resolve(dirname(file), name)
    return COMPLETIONS.map((end) => path + end).find(isFile) ?? []
  })
  return { version, imports, importsReeve: REEVE.test(text) }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}

/** Null where it cannot be read: Node is about to say so, in the place where it matters. */
function read(file: string): Buffer | null {
  try {
    return readFileSync(file)
  } catch {
    return null
  }
}

/** A file that is written with what it had before is the one that was loaded. */
function digestOf(bytes: Buffer | null): string {
  return bytes === null ? 'gone' : createHash('sha1').update(bytes).digest('base64')
}

function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats === undefined ? 'gone' : `${stats.mtimeMs} ${stats.size} ${stats.ino}`
}
