// Reads the description of the JSON API: operations and the schemas of what they take and give.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SCHEMAS_FOLDER } from './load.js'

export interface JsonSchema {
  readonly $ref?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
}

export interface DescribedOperation {
  readonly tag: string
  readonly id: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly mutates: boolean
  readonly methods: readonly string[]
  readonly query?: Readonly<Record<string, JsonSchema>>
  readonly body?: JsonSchema
  readonly answer: JsonSchema
  /** The media type of an answer that is no JSON. */
  readonly stream?: string
  /** Refusals beyond those that every operation has. */
  readonly statuses?: readonly number[]
}

interface ApiFile {
  readonly tag: string
  readonly description: string
  readonly operations: readonly Omit<DescribedOperation, 'tag'>[]
  readonly schemas: Readonly<Record<string, JsonSchema>>
}

export interface ApiSource {
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly operations: readonly DescribedOperation[]
  readonly schemas: Readonly<Record<string, JsonSchema>>
}

/** Tags in the order in which people meet them. */
const ORDER = ['daemon', 'programs', 'logs', 'events', 'config', 'plugins']

export function loadApi(): ApiSource {
  const folder = join(SCHEMAS_FOLDER, 'api')
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.api.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ApiFile)
    .sort((a, b) => ORDER.indexOf(a.tag) - ORDER.indexOf(b.tag))
  return {
    tags: files.map(({ tag, description }) => ({ name: tag, description })),
    operations: files.flatMap(({ tag, operations }) => operations.map((one) => ({ tag, ...one }))),
    schemas: Object.assign({}, ...files.map(({ schemas }) => schemas)) as ApiSource['schemas'],
  }
}

/** The names in the braces of a path. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
}

/** The name of the schema that is referred to. */
export function referredName(schema: JsonSchema | undefined): string | null {
  return schema?.$ref?.split('/').at(-1) ?? null
}
