// REFERENCE.md: every section and option, what it is for and how to choose a value.

import type { DocumentedOption, DocumentedSection } from './load.js'

export function renderReference(schemas: readonly DocumentedSection[]): string {
  const out = [
    '<!-- Generated from schemas/*.schema.json by `npm run generate`. Do not edit. -->',
    '# Configuration reference',
    '',
    'Options marked *required* must be written; all others may be left out. `ENV_x` stands for every environment',
    'variable of supervisord, and for those that `[supervisord] environment` sets.',
    '',
    ...schemas.map((schema) => `- [${schema.title}](#${anchor(schema.title)})`),
    '',
  ]
  for (const schema of schemas) {
    out.push(`## ${schema.title}`, '', schema.description, '')
    const required = new Set(schema.required ?? [])
    for (const [name, option] of Object.entries(schema.properties)) {
      out.push(...renderOption(name, option, required.has(name)))
    }
  }
  return `${out.join('\n').trimEnd()}\n`
}

function renderOption(name: string, option: DocumentedOption, required: boolean): string[] {
  return [
    `### ${name}`,
    '',
    option.description,
    '',
    `- Value: ${VALUES[option.coerce] ?? option.coerce}`,
    `- ${defaultOf(option, required)}`,
    ...(option.expand === 'none' ? [] : [`- Expands: ${EXPANSIONS[option.expand] ?? option.expand}`]),
    `- Example: \`${name}=${option.example}\``,
    `- Since: ${option.since}`,
    '',
  ]
}

function defaultOf(option: DocumentedOption, required: boolean): string {
  if (required) return '*Required*'
  if (option.defaultFrom !== undefined) return `Default: the value of \`${option.defaultFrom}\``
  if (option.default === undefined) return 'Default: none'
  return option.default === '' ? 'Default: empty' : `Default: \`${option.default}\``
}

function anchor(title: string): string {
  return title.toLowerCase().replace(/[^\w-]/g, '')
}

const VALUES: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: '`true`, `yes`, `on`, `1` or `false`, `no`, `off`, `0`',
  integer: 'a whole number',
  'byte-size': 'bytes, or a number with `KB`, `MB` or `GB`',
  octal: 'an octal number',
  signal: 'a signal name or number',
  'exit-codes': 'numbers from 0 to 255, separated by commas',
  autorestart: '`true`, `false` or `unexpected`',
  loglevel: '`critical`, `error`, `warn`, `info`, `debug`, `trace` or `blather`',
  'log-path': 'a path whose directory exists; `~` is the home directory',
  'existing-directory': 'an existing directory; `~` is the home directory',
  'absolute-path': 'a path; `~` is the home directory',
  'child-log': 'a path whose directory exists, `AUTO` or `NONE`',
  user: 'a user name or uid',
  'user-group': '`user` or `user:group`, by name or number',
  'inet-address': '`host:port`, `*:port` or `port`',
  environment: '`KEY="value"` pairs, separated by commas',
  url: 'a URL',
  'string-list': 'names, separated by commas',
}

const EXPANSIONS: Readonly<Record<string, string>> = {
  env: '`ENV_x`',
  here: '`here`, `ENV_x`',
  host: '`here`, `host_node_name`, `ENV_x`',
  program: '`here`, `program_name`, `ENV_x`',
  section: '`here`, `program_name`, `group_name`, `host_node_name`, `ENV_x`',
  process: '`here`, `program_name`, `group_name`, `host_node_name`, `process_num`, `numprocs`, `ENV_x`',
}
