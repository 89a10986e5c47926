// Is it a plugin? What stands in each field of a plugin object, checked by hand because anybody can write one.

import type { CtlPlugin } from '../../sdk/contracts/ctl.js'
import type { Plugin, SectionKind } from '../../sdk/plugin.js'

const SECTION_KINDS: Readonly<Record<SectionKind, true>> = {
  single: true,
  named: true,
  any: true,
  program: true,
}
const NAME = /^[A-Za-z0-9@][A-Za-z0-9@/._-]*$/
const SECTION_NAME = /^[A-Za-z0-9_.-]+$/
const EVENT_NAME = /^[A-Z][A-Z0-9_]*$/

/** True for what a module may export as a plugin; `describeShape` says whether it is a sound one. */
export function isPlugin(value: unknown): value is Plugin {
  return isRecord(value) && typeof value.apply === 'function'
}

/** What is wrong with a plugin object, as sentences; empty when nothing is. */
export function describeShape(value: unknown): readonly string[] {
  return describeFields(value, Object.keys(FIELDS) as (keyof Plugin)[])
}

/** The same for a plugin of supervisorctl. */
export function describeCtlShape(value: unknown): readonly string[] {
  return describeFields(value, CTL_FIELDS)
}

function describeFields(value: unknown, fields: readonly (keyof Plugin)[]): readonly string[] {
  if (!isRecord(value)) return [`a plugin is an object with a name and apply(), not ${describeValue(value)}`]
  return fields.flatMap((field) => {
    const found = value[field]
    return found === undefined && !REQUIRED.has(field) ? [] : FIELDS[field](found, value)
  })
}

type FieldCheck = (found: unknown, plugin: Record<string, unknown>) => readonly string[]

const REQUIRED: ReadonlySet<string> = new Set(['name', 'apply'])

const CTL_FIELDS: readonly (keyof Plugin & keyof CtlPlugin)[] = ['name', 'version', 'reeve', 'apply']

const FIELDS: Readonly<Record<keyof Plugin, FieldCheck>> = {
  name: (found) =>
    typeof found === 'string' && NAME.test(found)
      ? []
      : [`name must be a word such as "cache" or "@acme/cache", not ${describeValue(found)}`],
  apply: (found) =>
    typeof found === 'function' ? [] : [`apply must be a function, not ${describeValue(found)}`],
  version: (found) =>
    typeof found === 'string' ? [] : [`version must be a text such as "1.2.0", not ${describeValue(found)}`],
  reeve: (found) =>
    typeof found === 'string'
      ? []
      : [`reeve must be a range of versions such as "^1", not ${describeValue(found)}`],
  requires: (found) =>
    Array.isArray(found) && found.every((name) => typeof name === 'string')
      ? []
      : [`requires must be a list of plugin names, not ${describeValue(found)}`],
  sections: eachOf('sections', (kind, name) => {
    if (!SECTION_NAME.test(name)) return `sections: "${name}" cannot be the name of a section`
    if (typeof kind === 'string' && Object.hasOwn(SECTION_KINDS, kind)) return undefined
    return `sections.${name} must be one of ${Object.keys(SECTION_KINDS).join(', ')}, not ${describeValue(kind)}`
  }),
  schema: (found, plugin) => {
    if (Object.keys((plugin.sections as object | undefined) ?? {}).length !== 1) {
      return ['schema is for plugins with one section; give schemas by section name instead']
    }
    return describeSchema('schema', found)
  },
  schemas: (found, plugin) => {
    if (!isRecord(found)) return [`schemas must be an object, not ${describeValue(found)}`]
    return Object.entries(found).flatMap(([kind, schema]) =>
      Object.hasOwn((plugin.sections as object | undefined) ?? {}, kind)
        ? describeSchema(`schemas.${kind}`, schema)
        : [`schemas.${kind} belongs to no section of this plugin; options of other sections go into extends`],
    )
  },
  extends: (found, plugin) => {
    if (!isRecord(found)) return [`extends must be an object, not ${describeValue(found)}`]
    return Object.entries(found).flatMap(([kind, schema]) =>
      Object.hasOwn((plugin.sections as object | undefined) ?? {}, kind)
        ? [`extends.${kind} names a section of this plugin itself; its options go into schemas`]
        : describeSchema(`extends.${kind}`, schema),
    )
  },
  groupable: (found) =>
    typeof found === 'boolean' ? [] : [`groupable must be true or false, not ${describeValue(found)}`],
  check: (found) =>
    typeof found === 'function' ? [] : [`check must be a function, not ${describeValue(found)}`],
  events: eachOf('events', (parent, name) => {
    if (!EVENT_NAME.test(name)) return `events: "${name}" must be in capitals, such as CACHE_FULL`
    return typeof parent === 'string'
      ? undefined
      : `events.${name} must be the name of its parent, for example EVENT`
  }),
}

function eachOf(field: string, check: (value: unknown, name: string) => string | undefined): FieldCheck {
  return (found) => {
    if (!isRecord(found)) return [`${field} must be an object, not ${describeValue(found)}`]
    return Object.entries(found).flatMap(([name, value]) => check(value, name) ?? [])
  }
}

function describeSchema(where: string, schema: unknown): readonly string[] {
  if (!isRecord(schema)) return [`${where} must be a JSON Schema, not ${describeValue(schema)}`]
  const { properties, required } = schema
  const problems: string[] = []
  if (schema.type !== undefined && schema.type !== 'object') problems.push(`${where}.type must be "object"`)
  if (!isRecord(properties)) return [...problems, `${where}.properties must hold one schema by option`]
  for (const [key, option] of Object.entries(properties)) {
    if (!isRecord(option))
      problems.push(`${where}.properties.${key} must be a JSON Schema, not ${describeValue(option)}`)
  }
  if (required === undefined) return problems
  if (!Array.isArray(required)) return [...problems, `${where}.required must be a list of options`]
  for (const key of required) {
    if (!Object.hasOwn(properties, key))
      problems.push(`${where}.required names ${String(key)}, which is not in properties`)
  }
  return problems
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as it appears in a message: short, and with its kind. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return `"${value}"`
  if (typeof value === 'object') return 'an object'
  return typeof value === 'function' ? 'a function' : `${typeof value} ${String(value)}`
}
