// The merged text of a configuration: sections of all files with their options, before expansion and types.

import type { SourceLocation } from '../../sdk/config.js'
import type { ConfigProblem } from '../errors.js'
import { type Entry, groupLines, readLogicalLines } from './dialect.js'
import type { Problems } from './problems.js'
import { nearest } from './suggest.js'

export interface DocumentSection {
  readonly name: string
  /** The first header of this name. */
  readonly source: SourceLocation
  readonly entries: Map<string, Entry>
  /** A line of it could not be read, so that what is missing may only be misspelt. */
  damaged: boolean
}

export interface ConfigDocument {
  /** The main file. */
  readonly file: string
  /** The main file as Supervisor would call it: as it was typed. */
  readonly shownAs: string
  /** In the order of their first headers. */
  readonly sections: Map<string, DocumentSection>
  /** `[DEFAULT]`: inherited by every section (CFG-FMT-20). */
  readonly defaults: Map<string, Entry>
}

export function createDocument(file: string, shownAs: string): ConfigDocument {
  return { file, shownAs, sections: new Map(), defaults: new Map() }
}

/** Adds the text of one file; later values win (CFG-FMT-19). Returns what could not be read. */
export function addText(
  document: ConfigDocument,
  text: string,
  file: string,
  shownAs: string,
): ConfigProblem | null {
  const { lines, problem, damaged } = readLogicalLines(text, file, shownAs)
  for (const group of groupLines(lines, file)) {
    if (group.name === 'DEFAULT') {
      for (const [key, entry] of group.entries) document.defaults.set(key, entry)
      continue
    }
    let section = document.sections.get(group.name)
    if (section === undefined) {
      section = { name: group.name, source: group.source, entries: new Map(), damaged: false }
      document.sections.set(group.name, section)
    }
    if (damaged.has(group.name)) section.damaged = true
    for (const [key, entry] of group.entries) section.entries.set(key, entry)
  }
  return problem
}

/** An option with what `[DEFAULT]` lends it. */
export function lookUp(document: ConfigDocument, section: string, key: string): Entry | undefined {
  return document.sections.get(section)?.entries.get(key) ?? document.defaults.get(key)
}

/** Every option of a section: its own in file order, then what it inherits. */
export function allEntries(document: ConfigDocument, section: DocumentSection): Map<string, Entry> {
  const all = new Map(section.entries)
  for (const [key, entry] of document.defaults) if (!all.has(key)) all.set(key, entry)
  return all
}

/** Replaces the text `%(here)s` in all values read so far, inherited ones included (CFG-EXP-08). */
export function replaceHere(document: ConfigDocument, here: string): void {
  for (const section of document.sections.values()) {
    for (const [key, entry] of allEntries(document, section)) {
      if (!entry.value.includes('%(here)s')) continue
      section.entries.set(key, { ...entry, value: entry.value.replaceAll('%(here)s', here) })
    }
  }
}

/** Adds the problem that a section of the name `wanted` is missing, at the header that was probably meant to be it. */
export function missingSection(document: ConfigDocument, problems: Problems, wanted: string): void {
  const meant = [...document.sections.values()].find(
    ({ name }) => !DAEMON_AND_CLIENT.includes(name) && nearest(name, [wanted]) !== undefined,
  )
  problems.add(
    { section: meant?.name ?? null, option: null, source: meant?.source ?? null },
    `.ini file does not include ${wanted} section`,
    meant === undefined ? undefined : wanted,
  )
}

// Each is near the other, and neither is a mistake.
const DAEMON_AND_CLIENT = ['supervisord', 'supervisorctl']
