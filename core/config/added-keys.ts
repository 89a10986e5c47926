// Values of keys that plugins add to sections of others, by plugin name.

import type { Names } from './expand.js'
import { readOptions, type SectionReader, type Values } from './option-reader.js'
import { explainMismatch } from './validate.js'

export type Extensions = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const NONE: Extensions = {}

/** Reads and checks the added keys of `kind` in one section. */
export function readAddedKeys(reader: SectionReader, kind: string, names: Names): Extensions {
  const added = reader.reading.plugins.added.get(kind)
  if (added === undefined) return NONE
  const extensions: Record<string, Values> = {}
  for (const { plugin, schema, options } of added) {
    const values = readOptions(reader, options, names)
    if (schema !== null) explainMismatch(reader, plugin, schema, values, options)
    if (Object.keys(values).length > 0) extensions[plugin] = { ...extensions[plugin], ...values }
  }
  return extensions
}
