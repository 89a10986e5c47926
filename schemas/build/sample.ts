// The sample config that echo_supervisord_conf prints: ready to run, with every other option as a comment.

import type { DocumentedOption, DocumentedSection } from './load.js'

const WIDTH = 78

export function renderSample(schemas: readonly DocumentedSection[]): string {
  const out = [
    '; Sample supervisor config file.',
    ';',
    ...comment(
      'Lines that begin with a semicolon are comments; take it away to set an option. A comment after a value needs ' +
        'a blank before its semicolon. %(here)s is the directory of this file, %(ENV_HOME)s an environment variable, ' +
        'and a percent sign is written twice.',
    ),
    '',
  ]
  for (const schema of schemas) {
    const active = Object.values(schema.properties).some((option) => option.sample !== undefined)
    const header = schema.title.replace(':x]', `:${schema.sampleName ?? 'name'}]`)
    out.push(...comment(schema.description), active ? header : `;${header}`)
    for (const [name, option] of Object.entries(schema.properties))
      out.push('', ...renderOption(name, option))
    out.push('', '')
  }
  return `${out.join('\n').trimEnd()}\n`
}

function renderOption(name: string, option: DocumentedOption): string[] {
  const line = option.sample === undefined ? `;${name}=${option.example}` : `${name}=${option.sample}`
  return [...comment(`${option.description}${defaultOf(option)}`), line]
}

function defaultOf(option: DocumentedOption): string {
  if (option.default === undefined || option.default === '') return ''
  return ` Default: ${option.default}.`
}

/** Wrapped comment lines. */
function comment(text: string): string[] {
  const lines: string[] = []
  let line = ';'
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > WIDTH && line !== ';') {
      lines.push(line)
      line = ';'
    }
    line += ` ${word}`
  }
  return [...lines, line]
}
