// The checks on the ordered list of plugins, all of them before any plugin code runs.

import { OPTIONS } from '../../schemas/generated/options.js'
import type { OptionSpec } from '../../schemas/option-table.js'
import type { SourceLocation } from '../../sdk/config.js'
import { EVENT_TYPES } from '../../sdk/events.js'
import type { Plugin, SectionSchema } from '../../sdk/plugin.js'
import type { PluginChanges } from '../../sdk/plugin-status.js'
import { type PluginError, type PluginProblem, type PluginProblemCode, PluginSetupError } from '../errors.js'
import type { PluginManifest } from '../modules/plugin-manifest.js'
import { describeShape } from './plugin-shape.js'

/** One plugin of the list, and where it was named. */
export interface PluginEntry {
  readonly plugin: Plugin
  /** Other keys of the section that named it, as strings. */
  readonly values: Readonly<Record<string, string>>
  /** `[plugin:cache]`, `--plugin ./cache.js`; null for the standard list. */
  readonly namedBy: string | null
  readonly source: SourceLocation | null
  /** The module it came from; null for the standard list. */
  readonly file: string | null
  /** The package.json above that module. */
  readonly manifest?: PluginManifest | null
  /** That module and those below it, absolute. */
  readonly files?: () => readonly string[]
  /** It is not applied, because of this. */
  readonly leftOut?: PluginError
  /** Which of its files are not as they were loaded. */
  readonly changes?: () => PluginChanges | null
}

/** Section kinds that no plugin may own. */
const CORE_KINDS = ['supervisord', 'program', 'group', 'include', 'supervisorctl', 'plugin', 'DEFAULT']
const THE_CORE = 'supervisord itself'

/** The entries of plugins that no section names: the standard list. */
export function standardEntries(plugins: readonly Plugin[]): readonly PluginEntry[] {
  return plugins.map((plugin) => ({ plugin, values: {}, namedBy: null, source: null, file: null }))
}

/** Throws a PluginSetupError with everything that is wrong: shapes, names, `requires`, and who owns what. */
export function checkPlugins(entries: readonly PluginEntry[]): void {
  const problems: PluginProblem[] = []
  const report = (entry: PluginEntry, code: PluginProblemCode, text: string) => {
    problems.push({ code, plugin: nameOf(entry.plugin), text, namedBy: entry.namedBy, source: entry.source })
  }
  const sound = entries.filter((entry) => {
    const shape = describeShape(entry.plugin)
    for (const text of shape) report(entry, 'REEVE_PLUGIN_SHAPE', text)
    return shape.length === 0
  })
  checkNames(sound, report)
  checkRequires(sound, report)
  checkOwners(sound, report)
  checkEvents(sound, report)
  if (problems.length > 0) throw new PluginSetupError(problems)
}

type Report = (entry: PluginEntry, code: PluginProblemCode, text: string) => void

function nameOf(plugin: Plugin): string {
  const name: unknown = (plugin as Partial<Plugin> | null | undefined)?.name
  return typeof name === 'string' && name !== '' ? name : '(without a name)'
}

function checkNames(entries: readonly PluginEntry[], report: Report): void {
  const first = new Map<string, PluginEntry>()
  for (const entry of entries) {
    const { name } = entry.plugin
    const other = first.get(name)
    if (other === undefined) first.set(name, entry)
    else {
      const where = other.namedBy === null ? 'the standard list' : other.namedBy
      report(
        entry,
        'REEVE_PLUGIN_DUPLICATE',
        `another plugin of this name comes from ${where}; remove or rename one of them`,
      )
    }
  }
}

function checkRequires(entries: readonly PluginEntry[], report: Report): void {
  const position = new Map(entries.map((entry, index) => [entry.plugin.name, index]))
  const requires = new Map(entries.map(({ plugin }) => [plugin.name, plugin.requires ?? []]))
  entries.forEach((entry, index) => {
    for (const wanted of entry.plugin.requires ?? []) {
      const at = position.get(wanted)
      if (at === undefined) {
        report(entry, 'REEVE_PLUGIN_REQUIRES', `it requires the plugin ${wanted}, which is not in the list`)
      } else if (at >= index) {
        const text = reaches(wanted, entry.plugin.name, requires)
          ? `it and the plugin ${wanted} require each other`
          : `it requires the plugin ${wanted}, which must come before it in the list`
        report(entry, 'REEVE_PLUGIN_REQUIRES', text)
      }
    }
  })
}

/** Does `from` require `to`, directly or through others? */
function reaches(from: string, to: string, requires: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>()
  const open = [from]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true
    if (seen.has(name)) continue
    seen.add(name)
    open.push(...(requires.get(name) ?? []))
  }
  return false
}

/** A section, and each key of a section, has one owner: the core or one plugin. */
function checkOwners(entries: readonly PluginEntry[], report: Report): void {
  const sections = new Map(CORE_KINDS.map((kind) => [kind, THE_CORE]))
  const claims: Claim[] = []
  for (const entry of entries) {
    const { plugin } = entry
    const owner = `the plugin ${plugin.name}`
    for (const kind of Object.keys(plugin.sections ?? {})) {
      const other = sections.get(kind)
      if (other !== undefined) {
        report(entry, 'REEVE_PLUGIN_OWNER', `the section [${kind}] is owned by ${other} already`)
        continue
      }
      sections.set(kind, owner)
      const schema = plugin.schemas?.[kind] ?? plugin.schema
      claims.push({ entry, owner, kind, keys: schema === undefined ? builtInKeys(kind) : keysOf(schema) })
    }
  }
  for (const kind of Object.keys(OPTIONS)) {
    const isClaimed = sections.has(kind) && sections.get(kind) !== THE_CORE
    if (!isClaimed) claims.push({ entry: null, owner: THE_CORE, kind, keys: builtInKeys(kind) })
  }
  for (const entry of entries) {
    for (const [kind, schema] of Object.entries(entry.plugin.extends ?? {})) {
      claims.push({ entry, owner: `the plugin ${entry.plugin.name}`, kind, keys: keysOf(schema) })
    }
  }
  checkKeys(claims, report)
}

/** Keys of one section kind that one owner wants. */
interface Claim {
  readonly entry: PluginEntry | null
  readonly owner: string
  readonly kind: string
  readonly keys: readonly string[]
}

function checkKeys(claims: readonly Claim[], report: Report): void {
  const owners = new Map<string, string>()
  for (const { entry, owner, kind, keys } of claims) {
    for (const key of keys) {
      const path = `${kind}\n${key.toLowerCase()}`
      const other = owners.get(path)
      if (other === undefined) owners.set(path, owner)
      else if (entry !== null) {
        report(entry, 'REEVE_PLUGIN_OWNER', `the option ${key} of [${kind}] is owned by ${other} already`)
      }
    }
  }
}

function keysOf(schema: SectionSchema): readonly string[] {
  return Object.keys((schema.properties as object | undefined) ?? {})
}

/** The keys of a section kind that our own schemas describe; a plugin that claims it without a schema gets these. */
function builtInKeys(kind: string): readonly string[] {
  const options = (OPTIONS as Readonly<Record<string, readonly OptionSpec[] | undefined>>)[kind]
  return options?.map(({ name }) => name) ?? []
}

function checkEvents(entries: readonly PluginEntry[], report: Report): void {
  const owners = new Map(Object.keys(EVENT_TYPES).map((name) => [name, THE_CORE]))
  for (const entry of entries) {
    for (const [name, parent] of Object.entries(entry.plugin.events ?? {})) {
      const other = owners.get(name)
      if (other !== undefined) {
        report(entry, 'REEVE_PLUGIN_OWNER', `the event ${name} is owned by ${other} already`)
      } else if (!owners.has(parent)) {
        report(entry, 'REEVE_PLUGIN_EVENT', `the event ${name} has the parent ${parent}, which is no event`)
      } else owners.set(name, `the plugin ${entry.plugin.name}`)
    }
  }
}
