// Checks typed values against a section's schema. ajv is loaded only to explain a failure or for a plugin's schema.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv'
import { VALIDATORS } from '../../schemas/generated/validators.js'
import { KEYWORDS } from '../../schemas/keywords.js'
import type { OptionSpec } from '../../schemas/option-table.js'
import type { SectionSchema } from '../../sdk/plugin.js'
import { packageRoot } from '../modules/package-root.js'
import { missingOption, placeOf, type SectionReader, type Values } from './option-reader.js'

/** Checks a section of one of the core's kinds. */
export function checkCoreSection(reader: SectionReader, kind: string, values: Values): void {
  if (VALIDATORS[kind]?.(values) !== false) return
  const path = join(packageRoot(), 'schemas', `${kind}.schema.json`)
  const schema = JSON.parse(readFileSync(path, 'utf8')) as SectionSchema
  explain(reader, createAjv().compile(schema), values, [])
}

/**
 * Checks what the schema of `plugin` asks for. Nothing is compiled for a section without any of its keys; a schema that
 * does not compile is a problem of the section.
 */
export function explainMismatch(
  reader: SectionReader,
  plugin: string,
  schema: SectionSchema,
  values: Values,
  options: readonly OptionSpec[],
): void {
  if (Object.keys(values).length === 0 && !options.some(({ required }) => required)) return
  const validate = reader.reading.compiled.get(schema) ?? compile(reader, plugin, schema)
  if (validate === undefined) return
  reader.reading.compiled.set(schema, validate)
  explain(reader, validate, values, options)
}

function compile(reader: SectionReader, plugin: string, schema: SectionSchema): ValidateFunction | undefined {
  try {
    return createAjv().compile(schema)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const text = `the schema that plugin ${plugin} brings for it cannot be used: ${error.message}`
    reader.reading.problems.add(placeOf(reader, null), text)
    return undefined
  }
}

function explain(
  reader: SectionReader,
  validate: ValidateFunction,
  values: Values,
  options: readonly OptionSpec[],
): void {
  if (validate(values)) return
  for (const error of validate.errors ?? []) report(reader, error, options)
}

function report(reader: SectionReader, error: ErrorObject, options: readonly OptionSpec[]): void {
  const { name } = reader.section
  if (error.keyword === 'required') {
    const option = String(error.params.missingProperty)
    const known = options.map((one) => one.name)
    missingOption(reader, option, `section [${name}] does not specify a ${option}`, known)
    return
  }
  const option = error.instancePath.split('/')[1] ?? ''
  const allowed = error.params.allowedValues as readonly unknown[] | undefined
  const detail =
    allowed === undefined ? (error.message ?? 'is not allowed') : `must be one of ${allowed.join(', ')}`
  reader.reading.problems.add(placeOf(reader, option === '' ? null : option), `${option} ${detail}`.trim())
}

function createAjv(): Ajv {
  // Reading is synchronous, and ajv is CommonJS: require() fits where import() would not.
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv')
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true })
  ajv.addVocabulary([...KEYWORDS])
  return ajv
}
