// Validators that need no ajv at run time: it takes 100 ms to load and is wanted only to explain a failure.

import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { KEYWORDS } from '../keywords.js'
import type { DocumentedSection } from './load.js'

/** The typed values of a section are checked, not its text: `coerce` has read that before. */
export function renderValidators(schemas: readonly DocumentedSection[]): string {
  const ajv = new Ajv({
    strict: true,
    allowUnionTypes: true,
    allErrors: false,
    messages: false,
    code: { source: true, esm: true, lines: false },
  })
  ajv.addVocabulary([...KEYWORDS])
  for (const schema of schemas) ajv.addSchema(validatedPart(schema), schema.$id)
  const names = Object.fromEntries(schemas.map((schema) => [functionName(schema), schema.$id]))
  const code = standaloneCode(ajv, names)
  const list = schemas.map((schema) => `  ${JSON.stringify(schema.$id)}: ${functionName(schema)},\n`).join('')
  return [
    '// @ts-nocheck: generated from schemas/*.schema.json by `npm run generate`. Do not edit.\n',
    `${code}\n`,
    'type Validator = (values: unknown) => boolean\n',
    `/** Says whether the typed values of a section are as its schema wants them. */\nexport const VALIDATORS: Readonly<Record<string, Validator>> = {\n${list}}\n`,
  ].join('\n')
}

/** The functions of an ajv as the text of a module: by name, the schema that each checks. */
export function standaloneCode(ajv: Ajv, names: Readonly<Record<string, string>>): string {
  // Under ESM interop the function is the module's default export's default.
  const render = standalone as unknown as typeof standalone.default
  return render(ajv, names).replace(/^"use strict";/, '')
}

function functionName({ $id }: DocumentedSection): string {
  return $id.replaceAll('-', '_')
}

// Texts for people would only be copied into the generated code.
function validatedPart(value: unknown): Record<string, unknown> {
  return withoutTexts(value, isText) as Record<string, unknown>
}

/** A copy of a schema without the members that `isText` names. */
export function withoutTexts<Value>(value: Value, isText: (key: string, member: unknown) => boolean): Value {
  if (Array.isArray(value)) return value.map((one: unknown) => withoutTexts(one, isText)) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => !isText(key, member))
      .map(([key, member]) => [key, withoutTexts(member, isText)]),
  ) as Value
}

function isText(key: string, value: unknown): boolean {
  if (['description', 'title', 'default', ...KEYWORDS].includes(key)) {
    return typeof value === 'string' || key === 'readOrder'
  }
  return false
}
