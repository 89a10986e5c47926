// `%(name)s` in values (CFG-EXP-01 to CFG-EXP-03): Python's `%` operator with a dictionary, and its error texts.

import { pythonRepr as repr } from '../python-repr.js'
import { InvalidValue } from './problems.js'
import { type FormatFlags, formatValue } from './python-format.js'
import { byCodePoint } from './python-text.js'
import { HIDDEN, withoutSecrets } from './secrets.js'
import { nearest } from './suggest.js'

/** Names that a value may use, in layers: a program's own over those of all programs over the environment's. */
export interface Names {
  readonly own: Map<string, string | number>
  readonly parent: Names | null
}

export function createNames(
  own: Readonly<Record<string, string | number>>,
  parent: Names | null = null,
): Names {
  return { own: new Map(Object.entries(own)), parent }
}

/** `ENV_x` for every variable. */
export function environmentNames(
  environment: Readonly<Record<string, string>>,
  parent: Names | null = null,
): Names {
  const names = createNames({}, parent)
  for (const [name, value] of Object.entries(environment)) names.own.set(`ENV_${name}`, value)
  return names
}

function lookUpName(names: Names, name: string): string | number | undefined {
  for (let layer: Names | null = names; layer !== null; layer = layer.parent) {
    const value = layer.own.get(name)
    if (value !== undefined) return value
  }
  return undefined
}

/** All names, sorted as Supervisor lists them. */
function listNames(names: Names): string[] {
  const all = new Set<string>()
  for (let layer: Names | null = names; layer !== null; layer = layer.parent) {
    for (const name of layer.own.keys()) all.add(name)
  }
  return [...all].sort(byCodePoint)
}

class UnknownName extends Error {
  readonly wanted: string

  constructor(wanted: string) {
    super(wanted)
    this.wanted = wanted
  }
}

/**
 * Expands `text`. `option` is what Supervisor calls the place, `program:web.command`. Throws InvalidValue. Differs from
 * Supervisor, whose errors show the whole value: of secrets nothing is shown (test "errors never show a secret").
 */
export function expandText(text: string, names: Names, option: string): string {
  if (!text.includes('%')) return text
  try {
    return format(text, names)
  } catch (error) {
    const shown = withoutSecrets(text, option)
    if (shown === HIDDEN) throw new InvalidValue(`Format string ${repr(shown)} for ${repr(option)} ${ADVICE}`)
    if (error instanceof UnknownName) {
      throw new InvalidValue(
        `Format string ${repr(shown)} for ${repr(option)} contains names (${repr(error.wanted)}) which cannot be ` +
          `expanded. Available names: ${listNames(names).join(', ')}`,
        nearest(error.wanted, listNames(names)),
      )
    }
    if (!(error instanceof InvalidValue)) throw error
    throw new InvalidValue(
      `Format string ${repr(shown)} for ${repr(option)} is badly formatted: ${error.message}`,
      withDoubledPercents(shown),
    )
  }
}

/** What was probably meant by `date +%Y`; undefined where that is not what is wrong. */
function withDoubledPercents(text: string): string | undefined {
  const doubled = text.replace(/%(%|(?!\())/g, '%%')
  return doubled === text || doubled.length > MOST_SUGGESTED ? undefined : doubled
}

const MOST_SUGGESTED = 200

// What is wrong with it would tell a part of it.
const ADVICE = 'is badly formatted: a percent sign is written twice'

function format(text: string, names: Names): string {
  let out = ''
  let index = 0
  let first = true
  for (;;) {
    const percent = text.indexOf('%', index)
    if (percent === -1) return out + text.slice(index)
    out += text.slice(index, percent)
    index = percent + 1
    if (text[index] === '%') {
      out += '%'
      index += 1
      continue
    }
    const conversion = readConversion(text, index, names, first)
    first = false
    index = conversion.end
    out += conversion.text
  }
}

function readConversion(
  text: string,
  start: number,
  names: Names,
  first: boolean,
): { text: string; end: number } {
  let index = start
  // Without a name a conversion stands for the dictionary itself, once.
  let value: string | number | null | undefined = first ? null : undefined
  if (text[index] === '(') {
    const close = closingParenthesis(text, index)
    const name = text.slice(index + 1, close)
    value = lookUpName(names, name)
    if (value === undefined) throw new UnknownName(name)
    index = close + 1
  }
  const flagsEnd = index + (/^[-+ #0]*/.exec(text.slice(index, index + 16))?.[0].length ?? 0)
  const flagText = text.slice(index, flagsEnd)
  const width = readSize(text, flagsEnd, value, 'width')
  index = width.end
  let precision = -1
  if (text[index] === '.') {
    const read = readSize(text, index + 1, value, 'precision')
    precision = read.size
    index = read.end
  }
  if (/[hlL]/.test(text[index] ?? '')) index += 1
  const letter = text.codePointAt(index)
  if (letter === undefined) throw new InvalidValue('incomplete format')
  const conversion = String.fromCodePoint(letter)
  if (value === undefined) throw new InvalidValue(NOT_ENOUGH)
  const flags: FormatFlags = {
    left: flagText.includes('-'),
    zero: flagText.includes('0'),
    plus: flagText.includes('+'),
    blank: flagText.includes(' '),
    alternate: flagText.includes('#'),
    width: width.size,
    precision,
  }
  const place = Array.from(text.slice(0, index)).length
  return { text: formatValue(value, conversion, flags, place), end: index + conversion.length }
}

function closingParenthesis(text: string, open: number): number {
  let depth = 0
  for (let index = open; index < text.length; index++) {
    if (text[index] === '(') depth += 1
    else if (text[index] === ')' && --depth === 0) return index
  }
  throw new InvalidValue('incomplete format key')
}

// A size that names nothing sensible would only fill the memory: a longest line of 64 KiB is plenty.
const LARGEST = 0x10000
const NOT_ENOUGH = 'not enough arguments for format string'

function readSize(
  text: string,
  start: number,
  value: string | number | null | undefined,
  what: 'width' | 'precision',
): { size: number; end: number } {
  if (text[start] === '*') {
    throw new InvalidValue(value === undefined || typeof value === 'number' ? NOT_ENOUGH : '* wants int')
  }
  let end = start
  while (end < text.length && /[0-9]/.test(text[end] ?? '')) end += 1
  const size = Number(text.slice(start, end))
  if (size > LARGEST) throw new InvalidValue(`${what} too big`)
  return { size, end }
}
