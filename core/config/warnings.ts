// What is accepted as Supervisor accepts it, but probably not meant: said once, when the log is open.

import { entryOf, type SectionReader } from './option-reader.js'

/** EDGE-36: a blank and `;` or `#` end a value, inside quotes too. */
export function warnAboutCutCommand(reader: SectionReader): void {
  const entry = entryOf(reader, 'command')
  if (entry?.cut !== true || hasBalancedQuotes(entry.value)) return
  const { file, line } = entry.source
  const text =
    `For [${reader.section.name}], command ends inside quotes (${file}:${line}): a blank followed by ; or # begins a ` +
    'comment there too'
  const { notices } = reader.reading
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
