// Sections that come out as they are, for the plugins that claim them.

import { OPTIONS } from '../../schemas/generated/options.js'
import type { OptionSpec } from '../../schemas/option-table.js'
import type { Section } from '../../sdk/config.js'
import type { SectionProblem } from '../../sdk/plugin.js'
import { PluginError } from '../errors.js'
import { readAddedKeys } from './added-keys.js'
import { allEntries, type DocumentSection } from './document.js'
import { createNames, expandText } from './expand.js'
import { missingOption, placeOf, readOption, type SectionReader, type Values } from './option-reader.js'
import type { ClaimedKind } from './plugin-keys.js'
import { readPluginProcesses, readProgramValues } from './plugin-programs.js'
import type { Reading } from './request.js'
import type { ServerSection } from './servers.js'
import { nearest } from './suggest.js'
import { checkCoreSection, explainMismatch } from './validate.js'

/** The key that names who makes a namespace or commands (CFG-RPCI-01, CFG-PLUG-01). */
export const FACTORY_KEYS: Readonly<Record<string, string>> = {
  rpcinterface: 'supervisor.rpcinterface_factory',
  ctlplugin: 'supervisor.ctl_factory',
  plugin: 'module',
}

/** Kind and name of a header: `[cache-bucket:x]` is `cache-bucket` and `x`. */
export function splitHeader(header: string): {
  readonly kind: string
  readonly name: string
  readonly named: boolean
} {
  const colon = header.indexOf(':')
  if (colon === -1) return { kind: header, name: '', named: false }
  return { kind: header.slice(0, colon), name: header.slice(colon + 1), named: true }
}

/** Does a header of a claimed kind have the form that its plugin wants? */
export function hasForm({ form }: ClaimedKind, named: boolean): boolean {
  return form === 'any' || (form === 'single') !== named
}

/**
 * The sections `[kind:x]` of a kind whose keys are strings for a factory, in file order. Says which lack the key that
 * names it. Only `ENV_x` can be used in them; in [plugin:x], which is Reeve's own, `here` too.
 */
export function readFactorySections(reading: Reading, kind: string): Section[] {
  const key = FACTORY_KEYS[kind] ?? ''
  const names = kind === 'plugin' ? createNames({ here: reading.here }, reading.names) : reading.names
  return [...reading.document.sections.values()]
    .filter(({ name }) => name.startsWith(`${kind}:`))
    .map((section) => {
      const reader: SectionReader = { reading, section }
      const values = readStrings(reader, names)
      if (!allEntries(reading.document, section).has(key)) {
        const text = `section [${section.name}] does not specify a ${key}`
        missingOption(reader, key, text, [])
      }
      return toSection(reading, section, kind, values)
    })
}

/** A server section for the plugin that serves it, and has its say about it. */
export function toServerSection(reading: Reading, { section, kind, values }: ServerSection): Section {
  const own = toSection(reading, section, kind, values)
  const claimed = reading.plugins.kinds.get(kind)
  if (claimed !== undefined) check({ reading, section }, claimed, own)
  return own
}

/** A section of a kind that a plugin claims, except those that the core reads itself. */
export function readClaimedSection(
  reading: Reading,
  section: DocumentSection,
  claimed: ClaimedKind,
  groups: readonly string[],
): Section {
  const reader: SectionReader = { reading, section }
  const { kind, schema } = claimed
  if (claimed.form === 'program') {
    const values = readProgramValues(reader, claimed.options)
    const own = { ...toSection(reading, section, kind, values), groups }
    check(reader, claimed, own)
    // A group that lists it has them.
    return { ...own, processes: groups.length > 0 ? [] : readPluginProcesses(reading, section, kind) }
  }
  const here = createNames({ here: reading.here }, reading.names)
  const builtIn = (OPTIONS as Readonly<Record<string, readonly OptionSpec[] | undefined>>)[kind]
  const options = schema === null ? builtIn : claimed.options
  const values = options === undefined ? readStrings(reader, reading.names) : readTyped(reader, options)
  if (schema !== null) explainMismatch(reader, claimed.plugin.name, schema, values, claimed.options)
  else if (builtIn !== undefined) checkCoreSection(reader, kind, values)
  for (const added of Object.values(readAddedKeys(reader, kind, here))) Object.assign(values, added)
  const own = toSection(reading, section, kind, values)
  check(reader, claimed, own)
  return own
}

/** What the plugin itself finds wrong. */
function check(reader: SectionReader, { plugin }: ClaimedKind, section: Section): void {
  if (plugin.check === undefined) return
  const { events } = reader.reading.plugins
  try {
    const found: unknown = plugin.check(section, { eventTypes: events })
    for (const { option, text, choices } of asProblems(found)) {
      const meant = choices === undefined ? undefined : nearest(choices.written, choices.known)
      reader.reading.problems.add(placeOf(reader, option), text, meant)
    }
  } catch (error) {
    throw new PluginError(plugin.name, 'check', error)
  }
}

/** What a plugin's `check` returned, when it can be used. */
function asProblems(found: unknown): readonly SectionProblem[] {
  const isProblem = (one: unknown) =>
    typeof one === 'object' && one !== null && 'text' in one && typeof one.text === 'string'
  if (Array.isArray(found) && found.every(isProblem)) {
    return found.map((one: SectionProblem) => ({ ...one, option: one.option ?? null }))
  }
  throw new TypeError(
    'it must return a list of problems, each with a text and an option, empty when all is well',
  )
}

function readTyped(reader: SectionReader, options: readonly OptionSpec[]): Values {
  const { reading } = reader
  const values: Values = {}
  const here = createNames({ here: reading.here }, reading.names)
  const host = createNames({ here: reading.here, host_node_name: reading.hostNodeName }, reading.names)
  for (const option of options) {
    const names = option.expand === 'env' ? reading.names : option.expand === 'host' ? host : here
    const value = readOption(reader, option, names, { others: values })
    if (value !== undefined) values[option.name] = value
  }
  return values
}

function readStrings(reader: SectionReader, names: Reading['names']): Values {
  const { reading, section } = reader
  const values: Values = {}
  for (const [key, entry] of allEntries(reading.document, section)) {
    const place = placeOf(reader, key)
    const text = reading.problems.attempt(place, () =>
      expandText(entry.value, names, `${section.name}.${key}`),
    )
    if (text !== undefined) values[key] = text
  }
  return values
}

function toSection(reading: Reading, section: DocumentSection, kind: string, values: Values): Section {
  const { defaults } = reading.document
  return {
    header: section.name,
    kind,
    name: splitHeader(section.name).name,
    values,
    source: section.source,
    locate: (key) => (section.entries.get(key) ?? defaults.get(key))?.source ?? section.source,
  }
}
