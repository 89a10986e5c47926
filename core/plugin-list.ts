// The checks on the ordered list of plugins, all of them before any plugin code runs.

import type { SourceLocation } from '../sdk/config.js'
import { EVENT_TYPES } from '../sdk/events.js'
import type { Plugin, SectionSchema } from '../sdk/plugin.js'
import { type PluginProblem, type PluginProblemCode, PluginSetupError } from './errors.js'
import { describeShape } from './plugin-shape.js'

/** One plugin of the list, and where it was named. */
export interface PluginEntry {
  readonly plugin: Plugin
  /** Other keys of the section that named it, as strings. */
  readonly values: Readonly<Record<string, string>>
  /** `[plugin:cache]`, `--plugin ./cache.js`; null for the standard list. */
  readonly namedBy: string | null
  readonly source: SourceLocation | null
}

/** The section kinds that the core reads itself, with their schemas. */
export type CoreSections = Readonly<Record<string, SectionSchema>>

/** The entries of plugins that no section names: the standard list. */
export function standardEntries(plugins: readonly Plugin[]): readonly PluginEntry[] {
  return plugins.map((plugin) => ({ plugin, values: {}, namedBy: null, source: null }))
}

/** Throws a PluginSetupError with everything that is wrong: shapes, names, `requires`, and who owns what. */
export function checkPlugins(entries: readonly PluginEntry[], core: CoreSections = {}): void {
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
  checkOwners(sound, core, report)
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
        `another plugin of this name comes from ${where}; remove one of them`,
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
function checkOwners(entries: readonly PluginEntry[], core: CoreSections, report: Report): void {
  const sections = new Map(Object.keys(core).map((kind) => [kind, 'supervisord itself']))
  const keys = new Map<string, string>()
  const claimKeys = (kind: string, schema: SectionSchema | undefined, owner: string, entry?: PluginEntry) => {
    for (const key of Object.keys((schema?.properties as object | undefined) ?? {})) {
      const path = `${kind}\n${key.toLowerCase()}`
      const other = keys.get(path)
      if (other === undefined) keys.set(path, owner)
      else if (entry !== undefined) {
        report(entry, 'REEVE_PLUGIN_OWNER', `the option ${key} of [${kind}] is owned by ${other} already`)
      }
    }
  }
  for (const [kind, schema] of Object.entries(core)) claimKeys(kind, schema, 'supervisord itself')
  for (const entry of entries) {
    const { plugin } = entry
    for (const kind of Object.keys(plugin.sections ?? {})) {
      const other = sections.get(kind)
      if (other === undefined) {
        sections.set(kind, `the plugin ${plugin.name}`)
        claimKeys(kind, plugin.schemas?.[kind] ?? plugin.schema, `the plugin ${plugin.name}`, entry)
      } else report(entry, 'REEVE_PLUGIN_OWNER', `the section [${kind}] is owned by ${other} already`)
    }
  }
  for (const entry of entries) {
    for (const [kind, schema] of Object.entries(entry.plugin.extends ?? {})) {
      claimKeys(kind, schema, `the plugin ${entry.plugin.name}`, entry)
    }
  }
}

function checkEvents(entries: readonly PluginEntry[], report: Report): void {
  const owners = new Map(Object.keys(EVENT_TYPES).map((name) => [name, 'supervisord itself']))
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
