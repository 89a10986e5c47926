// All generated files, as text: the generator writes them, a test compares them.

import { loadApi } from './api-source.js'
import { renderApiOperations, renderApiTypes, renderApiValidators } from './api-typescript.js'
import { loadSchemas } from './load.js'
import { renderOpenApi } from './openapi.js'
import { renderReference } from './reference.js'
import { renderSample } from './sample.js'
import { renderOptions, renderTypes } from './typescript.js'
import { renderValidators } from './validators.js'

/** File name in schemas/generated, and content. */
export function renderAll(): ReadonlyMap<string, string> {
  const schemas = loadSchemas()
  const api = loadApi()
  return new Map([
    ['options.ts', renderOptions(schemas)],
    ['types.ts', renderTypes(schemas)],
    ['validators.ts', renderValidators(schemas)],
    ['REFERENCE.md', renderReference(schemas)],
    ['sample.conf', renderSample(schemas)],
    ['api-types.ts', renderApiTypes(api)],
    ['api-operations.ts', renderApiOperations(api)],
    ['api-validators.ts', renderApiValidators(api)],
    ['openapi.json', renderOpenApi(api)],
  ])
}
