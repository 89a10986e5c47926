// The package.json that a plugin's file belongs to: its version, and which releases of Reeve it is made for.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface PluginManifest {
  readonly file: string
  readonly name: string
  readonly version: string | null
  /** `engines.reeve`, else `peerDependencies.reeve`, with the key it was found under; null when none is given. */
  readonly reeve: { readonly key: string; readonly range: string } | null
}

/** The nearest package.json above the file that has a name; null when there is none. */
export function findManifest(file: string): PluginManifest | null {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = readManifest(join(folder, 'package.json'))
    if (manifest !== null) return manifest
    if (folder === dirname(folder)) return null
  }
}

function readManifest(file: string): PluginManifest | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Not there, or not JSON: then Node complains of it where it matters.
    return null
  }
  const name = member(parsed, 'name')
  if (typeof name !== 'string') return null
  const version = member(parsed, 'version')
  return { file, name, version: typeof version === 'string' ? version : null, reeve: rangeOf(parsed) }
}

function rangeOf(manifest: unknown): PluginManifest['reeve'] {
  for (const key of ['engines', 'peerDependencies']) {
    const range = member(member(manifest, key), 'reeve')
    if (typeof range === 'string') return { key: `${key}.reeve`, range }
  }
  return null
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}
