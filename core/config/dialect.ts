// Supervisor's INI dialect (CFG-FMT-10 to CFG-FMT-21): physical lines to logical lines, and those to groups through ini.

import { parse } from 'ini'
import type { SourceLocation } from '../../sdk/config.js'
import type { ConfigProblem } from '../errors.js'
import { pythonRepr as repr } from '../python-repr.js'
import { indentation, isSpace, strip, stripEnd } from './python-text.js'
import { lineWithoutSecrets } from './secrets.js'

/** A section header, or an option with its value joined from its continuation lines. `line` is 1-based. */
export type LogicalLine =
  | { readonly kind: 'section'; readonly name: string; readonly line: number }
  | {
      readonly kind: 'option'
      readonly key: string
      readonly value: string
      readonly line: number
      /** An inline comment was cut off. */
      readonly cut: boolean
    }

export interface LogicalLines {
  readonly lines: readonly LogicalLine[]
  /** Supervisor reports all bad lines of a file as one error. */
  readonly problem: ConfigProblem | null
  /** Sections in which a bad line stands: what seems to be missing there may only be misspelt. */
  readonly damaged: ReadonlySet<string>
}

/** One option as the file has it, before any expansion. */
export interface Entry {
  readonly value: string
  readonly source: SourceLocation
  readonly cut: boolean
}

export interface SectionEntries {
  readonly name: string
  /** The first header of the section in this file. */
  readonly source: SourceLocation
  readonly entries: ReadonlyMap<string, Entry>
}

interface OpenOption {
  readonly key: string
  readonly parts: string[]
  readonly line: number
  cut: boolean
}

/** Reads the lines of one file. `shownAs` is its name in Supervisor's messages. */
export function readLogicalLines(text: string, file: string, shownAs: string): LogicalLines {
  const lines: LogicalLine[] = []
  const damaged = new Set<string>()
  const bad: string[] = []
  let firstBad = 0
  let section: string | null = null
  let option: OpenOption | null = null
  let indent = 0

  const closeOption = () => {
    if (option === null) return
    const { key, parts, line, cut } = option
    if (key !== '') lines.push({ kind: 'option', key, value: stripEnd(parts.join('\n')), line, cut })
    option = null
  }

  const physical = text.split(/\r\n|\r|\n/)
  if (physical.at(-1) === '') physical.pop()
  const endsWithNewline = /[\r\n]$/.test(text)
  for (const [index, line] of physical.entries()) {
    const number = index + 1
    const comment = commentStart(line)
    const value = strip(comment === -1 ? line : line.slice(0, comment))
    const open = option as OpenOption | null
    if (value === '') {
      // A blank line may stand inside a value; a comment there leaves nothing behind (CFG-FMT-18).
      if (comment === -1 && open !== null && open.key !== '') open.parts.push('')
      continue
    }
    const depth = indentation(line)
    if (open !== null && open.key !== '' && depth > indent) {
      open.parts.push(value)
      if (comment > 0) open.cut = true
      continue
    }
    indent = depth
    const header = headerName(value)
    if (header !== null) {
      closeOption()
      section = header
      lines.push({ kind: 'section', name: header, line: number })
      continue
    }
    const shown = () => {
      const quoted = lineWithoutSecrets(line.slice(0, LONGEST_QUOTED))
      return repr(number === physical.length && !endsWithNewline ? quoted : `${quoted}\n`)
    }
    if (section === null) {
      const where = `File contains no section headers.\nfile: ${repr(shownAs)}, line: ${number}\n${shown()}`
      return { lines, damaged, problem: syntaxProblem(where, file, number) }
    }
    const delimiter = value.search(/[=:]/)
    if (delimiter < 1) {
      bad.push(`\n\t[line ${String(number).padStart(2)}]: ${shown()}`)
      if (firstBad === 0) firstBad = number
      damaged.add(section)
      if (delimiter === -1) continue
    }
    closeOption()
    option = {
      key: stripEnd(value.slice(0, delimiter)).toLowerCase(),
      parts: [strip(value.slice(delimiter + 1))],
      line: number,
      cut: comment > 0,
    }
  }
  closeOption()
  const problem =
    bad.length === 0
      ? null
      : syntaxProblem(`Source contains parsing errors: ${repr(shownAs)}${bad.join('')}`, file, firstBad)
  return { lines, problem, damaged }
}

/** Of a bad line, in characters: a file of another kind may be one line of megabytes. */
const LONGEST_QUOTED = 10_000

function syntaxProblem(text: string, file: string, line: number): ConfigProblem {
  return { text, source: { file, line }, section: null, option: null }
}

function headerName(value: string): string | null {
  if (!value.startsWith('[')) return null
  const end = value.lastIndexOf(']')
  return end < 2 ? null : value.slice(1, end)
}

/**
 * Where a comment begins, or -1. Python 3.11 and older look at the first `;` and the first `#`, then at the second of
 * each, and stop in the first round that has a hit: `a;b ;c #d` is cut at the `#`.
 */
function commentStart(line: string): number {
  let semicolon = line.indexOf(';')
  let hash = line.indexOf('#')
  if (semicolon === -1 && hash === -1) return -1
  const first = line[indentation(line)]
  if (first === ';' || first === '#') return 0
  while (semicolon !== -1 || hash !== -1) {
    const hits = [semicolon, hash].filter(
      (index) => index === 0 || (index > 0 && isSpace(line[index - 1] ?? '')),
    )
    if (hits.length > 0) return Math.min(...hits)
    if (semicolon !== -1) semicolon = line.indexOf(';', semicolon + 1)
    if (hash !== -1) hash = line.indexOf('#', hash + 1)
  }
  return -1
}

/**
 * Groups logical lines by section and key, the last value winning (CFG-FMT-19). `ini.parse` does it on a canonical
 * text in which names and values are encoded, so that none of its own rules (dots, brackets, quotes, `true`) applies.
 */
export function groupLines(lines: readonly LogicalLine[], file: string): SectionEntries[] {
  const headers = new Map<string, number>()
  const canonical: string[] = []
  for (const line of lines) {
    if (line.kind === 'section') {
      if (!headers.has(line.name)) headers.set(line.name, line.line)
      canonical.push(`[${encode(line.name)}]`)
    } else {
      canonical.push(`${encode(line.key)}=${line.line}${line.cut ? '!' : '.'}${encode(line.value)}`)
    }
  }
  const grouped = parse(canonical.join('\n')) as Record<string, Record<string, string>>
  return Object.entries(grouped).map(([encodedName, options]) => {
    const name = decode(encodedName)
    const entries = new Map<string, Entry>()
    for (const [key, value] of Object.entries(options)) entries.set(decode(key), decodeEntry(value, file))
    return { name, source: { file, line: headers.get(name) ?? 0 }, entries }
  })
}

function decodeEntry(text: string, file: string): Entry {
  const mark = text.search(/[.!]/)
  return {
    value: decode(text.slice(mark + 1)),
    source: { file, line: Number(text.slice(0, mark)) },
    cut: text[mark] === '!',
  }
}

// The leading letter keeps names like __proto__ and values like true from meaning anything to ini.
function encode(text: string): string {
  return /^[\w /-]*$/.test(text) ? `x${text}y` : `z${encodeURIComponent(text).replaceAll('.', '%2E')}y`
}

function decode(text: string): string {
  const inner = text.slice(1, -1)
  return text.startsWith('x') ? inner : decodeURIComponent(inner)
}
