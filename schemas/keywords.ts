// The keywords that Reeve's schemas have beyond JSON Schema. ajv knows them as annotations.

const SECTION_KEYWORDS = ['section', 'readOrder', 'sampleName'] as const
const OPTION_KEYWORDS = [
  // How the text becomes a value, and what it may refer to: see option-table.ts.
  'coerce',
  'expand',
  'defaultFrom',
  // What the error for a value of the wrong type says before the value, where it has words of its own.
  'invalid',
  // The release that introduced the option, and the fact of the behaviour inventory that describes it.
  'since',
  'reference',
  // A value worth showing, and the one that stands uncommented in the sample config.
  'example',
  'sample',
] as const

export const KEYWORDS: readonly string[] = [...SECTION_KEYWORDS, ...OPTION_KEYWORDS]
