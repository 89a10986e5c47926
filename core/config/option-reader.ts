// Reads the options of one section: text, expansion, type. Every problem is placed at its line.

import type { OptionSpec } from '../../schemas/option-table.js'
import { coerce } from './coerce.js'
import type { Entry } from './dialect.js'
import type { DocumentSection } from './document.js'
import { expandText, type Names } from './expand.js'
import { InvalidValue, type Place } from './problems.js'
import type { Reading } from './request.js'
import { HIDDEN, withoutSecrets } from './secrets.js'
import { nearest } from './suggest.js'

/** Typed values by option name; an option without a value and a default is left out. */
export type Values = Record<string, unknown>

export interface SectionReader {
  readonly reading: Reading
  readonly section: DocumentSection
  /** What Supervisor adds to every error of the section (CFG-ERR-02). */
  readonly suffix?: () => string
}

/** The option's line, its own or inherited from `[DEFAULT]`. */
export function entryOf({ reading, section }: SectionReader, option: string): Entry | undefined {
  return section.entries.get(option) ?? reading.document.defaults.get(option)
}

export function placeOf(reader: SectionReader, option: string | null): Place {
  const entry = option === null ? undefined : entryOf(reader, option)
  return {
    section: reader.section.name,
    option,
    source: entry?.source ?? reader.section.source,
    ...(reader.suffix === undefined ? {} : { suffix: reader.suffix }),
  }
}

/** Reads all of `options` with the same names. */
export function readOptions(reader: SectionReader, options: readonly OptionSpec[], names: Names): Values {
  const values: Values = {}
  for (const option of options) {
    const value = readOption(reader, option, names, { others: values })
    if (value !== undefined) values[option.name] = value
  }
  return values
}

export interface OptionReading {
  /** Values that were read before, for a default that follows another option. */
  readonly others?: Values
  /** What expansion errors call the option; without it `section.option`. */
  readonly label?: string
}

/** The typed value of one option: undefined when it has none, or when there is a problem with it. */
export function readOption(
  reader: SectionReader,
  option: OptionSpec,
  names: Names,
  { others, label }: OptionReading = {},
): unknown {
  const { reading, section } = reader
  const entry = entryOf(reader, option.name)
  if (entry === undefined) {
    if (option.defaultFrom !== null) return others?.[option.defaultFrom]
    return option.default === null ? undefined : defaultValue(reading, option, option.default)
  }
  return reading.problems.attempt(placeOf(reader, option.name), () => {
    const text =
      option.expand === 'none'
        ? entry.value
        : expandText(entry.value, names, label ?? `${section.name}.${option.name}`)
    // Differs from Supervisor: such a value could only fail later, at a spawn or an open, with a puzzling reason.
    // (Test: "a NUL in a value is refused".)
    if (text.includes('\0')) throw new InvalidValue('a value cannot contain a NUL character')
    return option.invalid === undefined
      ? typed(reader, option, text)
      : reworded(() => typed(reader, option, text), `${option.invalid} ${text}`)
  })
}

function typed(reader: SectionReader, option: OptionSpec, text: string): unknown {
  const { context } = reader.reading
  if (option.coerce !== 'environment') return coerce(option.coerce, text, context)
  return coerce(option.coerce, text, {
    ...context,
    onDropped: (pieces) =>
      warnAboutDropped(reader, option.name, withoutSecrets(text, 'environment') === text ? pieces : [HIDDEN]),
  })
}

function reworded(work: () => unknown, text: string): unknown {
  try {
    return work()
  } catch (error) {
    throw error instanceof InvalidValue ? new InvalidValue(text) : error
  }
}

function defaultValue(reading: Reading, option: OptionSpec, text: string): unknown {
  if (!reading.defaults.has(option)) {
    reading.defaults.set(option, coerce(option.coerce, text, reading.context))
  }
  return reading.defaults.get(option)
}

// EDGE-37: Supervisor accepts these values and forgets a part of them.
function warnAboutDropped(reader: SectionReader, option: string, pieces: readonly string[]): void {
  const { name } = reader.section
  const shown = pieces.map((piece) => JSON.stringify(piece)).join(', ')
  const text = `For [${name}], ${option} leaves out ${shown}: put the whole value in double quotes`
  if (!reader.reading.notices.some((notice) => notice.text === text)) {
    reader.reading.notices.push({ level: 'warn', text })
  }
}

/**
 * Says that `option` is missing, and points at the line that was probably meant to be it. A section with an unreadable
 * line is let off: the missing option may stand there.
 */
export function missingOption(
  reader: SectionReader,
  option: string,
  text: string,
  knownOptions: readonly string[],
): void {
  const { section, reading } = reader
  if (section.damaged) return
  const misspelt = [...section.entries.keys()].find(
    (key) => !knownOptions.includes(key) && nearest(key, [option]) !== undefined,
  )
  const place = placeOf(reader, misspelt ?? option)
  reading.problems.add(place, text, misspelt === undefined ? undefined : option)
}
