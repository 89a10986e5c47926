// What plugins add to the configuration: sections of their own, and keys in sections of others.

import { type OptionSpec, optionTable, type SectionSchemaShape } from '../../schemas/option-table.js'
import type { Plugin, SectionKind, SectionSchema } from '../../sdk/plugin.js'
import { PluginError } from '../errors.js'
import { eventTypes } from '../event-types.js'

/** A section kind that a plugin owns. */
export interface ClaimedKind {
  readonly kind: string
  readonly form: SectionKind
  readonly plugin: Plugin
  /** Null for a kind of ours, whose options are known, and when the plugin takes the strings of the file. */
  readonly schema: SectionSchema | null
  readonly options: readonly OptionSpec[]
}

/** Keys that a plugin adds to a section kind. */
export interface AddedKeys {
  readonly plugin: string
  /** Null where the plugin checks the values by itself. */
  readonly schema: SectionSchema | null
  readonly options: readonly OptionSpec[]
}

export interface PluginKeys {
  readonly kinds: ReadonlyMap<string, ClaimedKind>
  /** By section kind, in plugin order. */
  readonly added: ReadonlyMap<string, readonly AddedKeys[]>
  /** Every event name and its parent. */
  readonly events: ReadonlyMap<string, string | null>
}

/** Kinds whose rules are the core's: nobody else may own them. */
const CORE_KINDS = ['supervisord', 'program', 'group', 'include', 'supervisorctl', 'plugin', 'DEFAULT']

/** Gathers the claims of all plugins. Throws PluginError where two own the same. */
export function gatherPluginKeys(plugins: readonly Plugin[], coreOptions: CoreOptions): PluginKeys {
  const kinds = new Map<string, ClaimedKind>()
  const added = new Map<string, AddedKeys[]>()
  for (const plugin of plugins) {
    for (const [kind, form] of Object.entries(plugin.sections ?? {})) {
      const owner = CORE_KINDS.includes(kind) ? 'the core' : kinds.get(kind)?.plugin.name
      if (owner !== undefined) {
        throw new PluginError(plugin.name, 'sections', new Error(`[${kind}] belongs to ${owner} already`))
      }
      const schema = plugin.schemas?.[kind] ?? (isOnlySection(plugin) ? plugin.schema : undefined) ?? null
      const expand = form === 'program' ? 'section' : 'here'
      const known = form === 'program' ? (coreOptions[kind] ?? []) : []
      const options = schema === null ? known : optionTable(schema as SectionSchemaShape, expand)
      kinds.set(kind, { kind, form, plugin, schema, options })
      if (form !== 'program') continue
      // Keys of its own are read for each process, like those that others add; those that have the name of a program's
      // key are read a second time, for the group (a listener pool's priority).
      const own = options.filter(({ name }) => !hasOption(coreOptions.program, name))
      if (own.length > 0) added.set(kind, [{ plugin: plugin.name, schema, options: own }])
    }
  }
  for (const plugin of plugins) {
    for (const [kind, schema] of Object.entries(plugin.extends ?? {})) {
      const programLike = kind === 'program' || kinds.get(kind)?.form === 'program'
      const options = optionTable(schema as SectionSchemaShape, programLike ? 'process' : 'here')
      const others = added.get(kind) ?? []
      for (const { name } of options) refuseSecondOwner(plugin, kind, name, kinds, others, coreOptions)
      added.set(kind, [...others, { plugin: plugin.name, schema, options }])
    }
  }
  return { kinds, added, events: eventTypes(plugins) }
}

/** The options that the core's own schemas define, by section kind. */
export type CoreOptions = Readonly<Record<string, readonly OptionSpec[] | undefined>>

function hasOption(options: readonly OptionSpec[] | undefined, name: string): boolean {
  return options?.some((option) => option.name === name) ?? false
}

function isOnlySection(plugin: Plugin): boolean {
  return Object.keys(plugin.sections ?? {}).length === 1
}

function refuseSecondOwner(
  plugin: Plugin,
  kind: string,
  option: string,
  kinds: ReadonlyMap<string, ClaimedKind>,
  others: readonly AddedKeys[],
  coreOptions: CoreOptions,
): void {
  const claimed = kinds.get(kind)
  const owner =
    others.find((other) => hasOption(other.options, option))?.plugin ??
    (hasOption(claimed?.options, option) ? claimed?.plugin.name : undefined) ??
    (hasOption(coreOptions[claimed?.form === 'program' ? 'program' : kind], option) ? 'the core' : undefined)
  if (owner === undefined) return
  const text = `option ${option} of [${kind}] belongs to ${owner} already`
  throw new PluginError(plugin.name, 'extends', new Error(text))
}
