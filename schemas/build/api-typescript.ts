// The JSON API as TypeScript: types of what goes over the wire, the table of operations, validators of requests.

import { Ajv } from 'ajv'
import type { ApiOperation, QueryType } from '../api.js'
import { type ApiSource, type DescribedOperation, type JsonSchema, referredName } from './api-source.js'
import { standaloneCode, withoutTexts } from './validators.js'

const NOTE = '// Generated from schemas/api/*.api.json by `npm run generate`. Do not edit.\n'

/** One type for each schema. */
export function renderApiTypes({ schemas }: ApiSource): string {
  const types = Object.entries(schemas).map(([name, schema]) => {
    const comment = schema.description === undefined ? '' : `/** ${schema.description} */\n`
    return `${comment}export type ${name} = ${typeOf(schema)}\n`
  })
  return [NOTE, ...types].join('\n')
}

function typeOf(schema: JsonSchema): string {
  const reference = referredName(schema)
  if (reference !== null) return reference
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' | ')
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])
  return types.map((type) => plainType(type, schema)).join(' | ') || 'unknown'
}

function plainType(type: string, schema: JsonSchema): string {
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'array') return `readonly (${typeOf(schema.items ?? {})})[]`
  if (type !== 'object') return type
  if (schema.properties === undefined) {
    const { additionalProperties } = schema
    const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown'
    return `{ readonly [name: string]: ${value} }`
  }
  const required = new Set(schema.required)
  const members = Object.entries(schema.properties).map(([name, member]) => {
    const comment = member.description === undefined ? '' : `  /** ${member.description} */\n`
    return `${comment}  readonly ${name}${required.has(name) ? '' : '?'}: ${typeOf(member)}\n`
  })
  return `{\n${members.join('')}}`
}

/** The table that requests are matched with. */
export function renderApiOperations({ operations }: ApiSource): string {
  const rows = operations.map((operation) => `  ${JSON.stringify(operationRow(operation))},\n`)
  return [
    NOTE,
    "import type { ApiOperation } from '../api.js'\n",
    "export { API_ROOT, API_VERSION_NUMBER, type ApiOperation, type QueryType } from '../api.js'\n",
    `export const API_OPERATIONS = [\n${rows.join('')}] as const satisfies readonly ApiOperation[]\n`,
    "export type ApiOperationId = (typeof API_OPERATIONS)[number]['id']\n",
  ].join('\n')
}

function operationRow({ id, method, path, mutates, methods, query, body }: DescribedOperation): ApiOperation {
  const types = Object.entries(query ?? {}).map(([name, schema]) => [name, queryType(schema)] as const)
  return { id, method, path, mutates, methods, query: Object.fromEntries(types), body: referredName(body) }
}

function queryType({ type }: JsonSchema): QueryType {
  if (type === 'array') return 'list'
  return type === 'integer' || type === 'boolean' ? type : 'string'
}

/** Validators of the bodies that requests have, and of their queries as typed values. */
export function renderApiValidators({ operations, schemas }: ApiSource): string {
  const ajv = new Ajv({
    strict: true,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: false },
  })
  ajv.addVocabulary(['components'])
  ajv.addSchema({ components: { schemas: withoutTexts(schemas, isDescription) } }, 'api')
  const names = new Map<string, object>()
  for (const { id, query, body } of operations) {
    const name = referredName(body)
    if (name !== null) names.set(name, { $ref: `api#/components/schemas/${name}` })
    if (query !== undefined) {
      names.set(`${id}Query`, {
        type: 'object',
        properties: withoutTexts(query, isDescription),
        additionalProperties: false,
      })
    }
  }
  for (const [name, schema] of names) ajv.addSchema(schema, name)
  const code = standaloneCode(ajv, Object.fromEntries([...names.keys()].map((name) => [name, name])))
  const list = [...names.keys()].map((name) => `  ${name},\n`).join('')
  return [
    '// @ts-nocheck: generated from schemas/api/*.api.json by `npm run generate`. Do not edit.\n',
    `${code}\n`,
    'type Validator = ((value: unknown) => boolean) & { errors?: readonly { instancePath: string; message?: string; params: Readonly<Record<string, unknown>> }[] | null }\n',
    `/** By the name of a body's schema, or by an operation's name with Query behind it. */\nexport const API_VALIDATORS: Readonly<Record<string, Validator>> = {\n${list}}\n`,
  ].join('\n')
}

/** A schema may have a property of that name. */
function isDescription(key: string, member: unknown): boolean {
  return key === 'description' && typeof member === 'string'
}
