// Which releases of Reeve a plugin is made for, checked before and after its code is loaded.

import { REEVE_VERSION } from '../version.js'
import { LoadError } from './import-module.js'
import type { PluginManifest } from './plugin-manifest.js'

/** Who says what about the releases. */
export interface Requirement {
  /** `plugin cache 1.2.0`. */
  readonly who: string
  readonly range: string
  /** Where that stands, in words. */
  readonly from: string
}

export function requirementOf({ name, version, file, reeve }: PluginManifest): Requirement | null {
  if (reeve === null) return null
  const who = version === null ? `package ${name}` : `package ${name} ${version}`
  return { who, range: reeve.range, from: `${reeve.key} in ${file}` }
}

/** What a plugin object says itself. */
export function ownRequirement(
  { name, version, reeve }: { readonly name: string; readonly version?: unknown; readonly reeve?: unknown },
  file: string,
): Requirement | null {
  if (typeof reeve !== 'string') return null
  const who = typeof version === 'string' ? `plugin ${name} ${version}` : `plugin ${name}`
  return { who, range: reeve, from: `its field reeve, ${file}` }
}

/** Rejects with a LoadError when this release of Reeve does not fit. */
export async function refuseMisfit(requirement: Requirement | null): Promise<void> {
  const misfit = requirement === null ? undefined : await describeMisfit(requirement)
  if (misfit !== undefined) throw new LoadError(misfit)
}

/**
 * Why this release of Reeve cannot run it, as a sentence; undefined when it can. A range that is none is told, unless
 * it is a package manager's own (`workspace:*`).
 */
async function describeMisfit({ who, range, from }: Requirement): Promise<string | undefined> {
  if (/^[a-z+]+:/.test(range)) return undefined
  // Few plugins say a range, and the parser takes a while to load.
  const { default: validRange } = await import('semver/ranges/valid.js')
  if (validRange(range) === null) {
    return `${who} is made for Reeve ${JSON.stringify(range)} (${from}), which is no range of versions; write one such as "^${REEVE_VERSION}" or ">=${REEVE_VERSION}"`
  }
  const { default: satisfies } = await import('semver/functions/satisfies.js')
  if (satisfies(REEVE_VERSION, range, { includePrerelease: true })) return undefined
  return `${who} is made for Reeve ${range} (${from}), but this is Reeve ${REEVE_VERSION}; install a release of it that fits, or another Reeve`
}
