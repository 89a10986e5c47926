// Unknown options and sections: never fatal, because other tools keep theirs in the same file (clients 13).

import { OPTIONS, SECTION_FORMS } from '../../schemas/generated/options.js'
import type { OptionSpec } from '../../schemas/option-table.js'
import type { ConfigNotice } from '../../sdk/config.js'
import type { DocumentSection } from './document.js'
import type { Reading } from './request.js'
import { FACTORY_KEYS, hasForm, splitHeader } from './sections.js'
import { nearest } from './suggest.js'

const CORE: Readonly<Record<string, readonly OptionSpec[] | undefined>> = OPTIONS
const FORMS: Readonly<Record<string, string | undefined>> = SECTION_FORMS
// Supervisor's own kinds that a plugin must claim.
const PLUGIN_KINDS = ['eventlistener', 'fcgi-program']

/**
 * A warning for each unknown option in a known section, with what was probably meant; for a section only when its
 * header is close to a known one: the others belong to somebody else.
 */
export function unknownNotices(reading: Reading): ConfigNotice[] {
  const notices: ConfigNotice[] = []
  for (const section of reading.document.sections.values()) {
    const known = knownOptions(reading, section)
    if (known === 'any') continue
    if (known === null) {
      const text = describeSection(reading, section)
      if (text !== null) notices.push({ level: 'warn', text: `${text} [${at(section.source)}]` })
      continue
    }
    for (const [key, entry] of section.entries) {
      if (known.has(key)) continue
      const near = nearest(key, known)
      const hint = near === undefined ? '' : `; did you mean "${near}"?`
      const text = `Unknown option ${key} in section [${section.name}] is ignored${hint} [${at(entry.source)}]`
      notices.push({ level: 'warn', text })
    }
  }
  return notices
}

function at(source: { readonly file: string; readonly line: number }): string {
  return `${source.file}:${source.line}`
}

/** The names a section may use, `any` where all are given on, null for a section of nobody's. */
function knownOptions(reading: Reading, section: DocumentSection): ReadonlySet<string> | 'any' | null {
  const server = ['unix_http_server', 'inet_http_server'].find((kind) => section.name.startsWith(kind))
  const { kind, named } = splitHeader(section.name)
  const claimed = reading.plugins.kinds.get(kind)
  if (named && FACTORY_KEYS[kind] !== undefined) return 'any'
  const options = new Set<string>()
  const add = (list: readonly OptionSpec[] | undefined) => {
    for (const { name } of list ?? []) options.add(name)
  }
  const addAdded = (of: string) => {
    for (const added of reading.plugins.added.get(of) ?? []) add(added.options)
  }
  if (server !== undefined) {
    add(CORE[server])
    addAdded(server)
    add(claimed?.options)
    return options
  }
  if (claimed !== undefined) {
    if (!hasForm(claimed, named)) return null
    if (claimed.schema === null && claimed.form !== 'program') return 'any'
    add(claimed.options)
    if (claimed.form === 'program') {
      add(OPTIONS.program)
      addAdded('program')
    }
    addAdded(kind)
    return options
  }
  const form = PLUGIN_KINDS.includes(kind) ? undefined : FORMS[kind]
  if (form === undefined || (form === 'single') === named) return null
  add(CORE[kind])
  addAdded(kind)
  return options
}

function describeSection(reading: Reading, section: DocumentSection): string | null {
  const { kind, name, named } = splitHeader(section.name)
  if (PLUGIN_KINDS.includes(kind) && named) {
    return `Section [${section.name}] is ignored: no plugin is loaded that handles [${kind}:x]`
  }
  const forms = new Map<string, string>(Object.entries(SECTION_FORMS))
  for (const claimed of reading.plugins.kinds.values()) forms.set(claimed.kind, claimed.form)
  for (const known of PLUGIN_KINDS) if (!forms.has(known)) forms.set(known, 'named')
  const near = forms.has(kind) ? kind : nearestKind(kind, forms.keys())
  if (near === undefined) return null
  const wantsName = forms.get(near) !== 'single' && forms.get(near) !== 'any'
  const header = wantsName ? `${near}:${name === '' ? 'name' : name}` : near
  return `Unknown section [${section.name}] is ignored; did you mean [${header}]?`
}

// Sections of other tools are short words too: one slip is the most that still points at us.
function nearestKind(kind: string, known: Iterable<string>): string | undefined {
  const names = [...known]
  const near = nearest(kind, names)
  if (near === undefined) return undefined
  return Math.abs(near.length - kind.length) <= 1 || near.startsWith(kind) || kind.startsWith(near)
    ? near
    : undefined
}
