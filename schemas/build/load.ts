// Reads the schemas in the order in which people meet their sections.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Coercion, Expansion, SectionSchemaShape } from '../option-table.js'

/** The project's `schemas` folder; this file runs from dist/schemas/build. */
export const SCHEMAS_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'schemas')

export interface DocumentedOption {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly items?: DocumentedOption
  readonly properties?: Readonly<Record<string, DocumentedOption>>
  readonly required?: readonly string[]
  readonly additionalProperties?: DocumentedOption
  readonly coerce: Coercion
  readonly expand: Expansion
  readonly default?: string
  readonly defaultFrom?: string
  readonly invalid?: string
  readonly since: string
  readonly reference: string
  readonly example: string
  readonly sample?: string
  readonly description: string
}

export interface DocumentedSection extends SectionSchemaShape {
  readonly $id: string
  readonly title: string
  readonly section: 'single' | 'named' | 'any' | 'program'
  readonly description: string
  readonly sampleName?: string
  readonly properties: Readonly<Record<string, DocumentedOption>>
}

const ORDER = [
  'unix_http_server',
  'inet_http_server',
  'supervisord',
  'rpcinterface',
  'supervisorctl',
  'program',
  'fcgi-program',
  'group',
  'eventlistener',
  'include',
  'plugin',
  'ctlplugin',
]

export function loadSchemas(): DocumentedSection[] {
  const kinds = readdirSync(SCHEMAS_FOLDER)
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => name.slice(0, -'.schema.json'.length))
  const ordered = [...ORDER, ...kinds.filter((kind) => !ORDER.includes(kind)).sort()]
  return ordered.map(
    (kind) =>
      JSON.parse(readFileSync(join(SCHEMAS_FOLDER, `${kind}.schema.json`), 'utf8')) as DocumentedSection,
  )
}
