// Types and option tables as TypeScript.

import { optionTable } from '../option-table.js'
import type { DocumentedOption, DocumentedSection } from './load.js'

const NOTE = '// Generated from schemas/*.schema.json by `npm run generate`. Do not edit.\n'

/** One table a section kind, in reading order, and the form of each kind's header. */
export function renderOptions(schemas: readonly DocumentedSection[]): string {
  const tables = schemas.map((schema) => {
    const rows = optionTable(schema).map((option) => `    ${JSON.stringify(option)},\n`)
    return `  ${JSON.stringify(schema.$id)}: [\n${rows.join('')}  ],\n`
  })
  const forms = schemas.map(
    (schema) => `  ${JSON.stringify(schema.$id)}: ${JSON.stringify(schema.section)},\n`,
  )
  return [
    NOTE,
    "import type { OptionSpec } from '../option-table.js'\n",
    `export const OPTIONS = {\n${tables.join('')}} as const satisfies Record<string, readonly OptionSpec[]>\n`,
    `export const SECTION_FORMS = {\n${forms.join('')}} as const\n`,
  ].join('\n')
}

/** One interface a section kind. A key is optional when it has no default and need not be written. */
export function renderTypes(schemas: readonly DocumentedSection[]): string {
  const interfaces = schemas.map((schema) => {
    const required = new Set(schema.required ?? [])
    const members = Object.entries(schema.properties).map(([name, option]) => {
      const always = required.has(name) || option.default !== undefined || option.defaultFrom !== undefined
      const key = /^\w+$/.test(name) ? name : `'${name}'`
      return `  /** ${option.description.replaceAll('*/', '* /')} */\n  readonly ${key}${always ? '' : '?'}: ${typeOf(option)}\n`
    })
    return `/** \`${schema.title}\`: ${schema.description} */\nexport interface ${typeName(schema.$id)} {\n${members.join('')}}\n`
  })
  return [NOTE, ...interfaces].join('\n')
}

function typeName(kind: string): string {
  return `${kind.replace(/(^|[_-])([a-z])/g, (_match, _separator, letter: string) => letter.toUpperCase())}Options`
}

function typeOf(option: DocumentedOption): string {
  if (option.enum !== undefined) return option.enum.map((value) => literal(value)).join(' | ')
  const types = typeof option.type === 'string' ? [option.type] : (option.type ?? ['string'])
  return types.map((type) => plainType(type, option)).join(' | ')
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value)
}

function plainType(type: string, option: DocumentedOption): string {
  if (type === 'integer') return 'number'
  if (type === 'array') return `readonly ${option.items === undefined ? 'unknown' : typeOf(option.items)}[]`
  if (type !== 'object') return type
  if (option.properties === undefined) return 'Readonly<Record<string, string>>'
  const members = Object.entries(option.properties).map(
    ([name, member]) => `readonly ${name}: ${typeOf(member)}`,
  )
  return `{ ${members.join('; ')} }`
}
