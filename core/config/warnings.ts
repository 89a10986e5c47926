// What is accepted as Supervisor accepts it, but probably not meant: said once, when the log is open.

import { entryOf, type SectionReader } from './option-reader.js'
import { findUnexpanded } from './unexpanded.js'

/** EDGE-36: a blank and `;` or `#` end a value, inside quotes too. */
export function warnAboutCutCommand(reader: SectionReader): void {
  const entry = entryOf(reader, 'command')
  if (entry?.cut !== true || hasBalancedQuotes(entry.value)) return
  const { file, line } = entry.source
  const text =
    `For [${reader.section.name}], command ends inside quotes (${file}:${line}): a blank followed by ; or # begins a ` +
    'comment there too'
  warnOnce(reader, text)
}

/** Commands are split as a shell does it, so that people expect the rest of a shell too (CFG-FMT-24). */
export function warnAboutShellSyntax(reader: SectionReader): void {
  const entry = entryOf(reader, 'command')
  const found = entry === undefined ? null : findUnexpanded(entry.value)
  if (entry === undefined || found === null) return
  const { file, line } = entry.source
  const instead = found.variable === null ? '' : `%(ENV_${found.variable})s or `
  const fate = found.isOperator ? 'is an argument like any other' : 'is not expanded'
  const text = `For [${reader.section.name}], ${found.text} in command ${fate}; use ${instead}sh -c (${file}:${line})`
  warnOnce(reader, text)
}

/** A section is read once for each of its processes. */
function warnOnce({ reading: { notices } }: SectionReader, text: string): void {
  if (!notices.some((notice) => notice.text === text)) notices.push({ level: 'warn', text })
}

function hasBalancedQuotes(text: string): boolean {
  let open: string | null = null
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    if (character === '\\' && open !== "'") index += 1
    else if (open === null && (character === '"' || character === "'")) open = character
    else if (character === open) open = null
  }
  return open === null
}
