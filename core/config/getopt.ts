// The rules of getopt that both programs of Supervisor follow (spec 2.9): clusters, prefixes, exact error texts.

import { UsageError } from '../errors.js'

/** One option that may stand on a command line. */
export interface CommandLineOption {
  /** A letter, or null. */
  readonly short: string | null
  readonly long: string | null
  readonly takesValue: boolean
}

/** One option as it was given. `spelling` is its full name for messages, also where a prefix was typed. */
export interface GivenOption<Option extends CommandLineOption> {
  readonly option: Option
  readonly spelling: string
  readonly value: string
}

/** Reads options up to the first word that is none. Throws UsageError. */
export function getopt<Option extends CommandLineOption>(
  argv: readonly string[],
  options: readonly Option[],
): { readonly given: readonly GivenOption<Option>[]; readonly words: readonly string[] } {
  const rest = [...argv]
  const given: GivenOption<Option>[] = []
  while (rest[0]?.startsWith('-') && rest[0] !== '-') {
    const word = rest.shift() ?? ''
    if (word === '--') break
    if (word.startsWith('--')) given.push(readLong(word.slice(2), rest, options))
    else given.push(...readCluster(word.slice(1), rest, options))
  }
  return { given, words: rest }
}

function readLong<Option extends CommandLineOption>(
  text: string,
  rest: string[],
  options: readonly Option[],
): GivenOption<Option> {
  const equals = text.indexOf('=')
  const typed = equals === -1 ? text : text.slice(0, equals)
  const possible = options.filter(({ long }) => long?.startsWith(typed))
  const option = possible.find(({ long }) => long === typed) ?? possible[0]
  if (option === undefined) throw new UsageError(`option --${typed} not recognized`)
  if (possible.length > 1 && option.long !== typed)
    throw new UsageError(`option --${typed} not a unique prefix`)
  const spelling = `--${option.long}`
  if (!option.takesValue) {
    if (equals !== -1) throw new UsageError(`option ${spelling} must not have an argument`)
    return { option, spelling, value: '' }
  }
  const value = equals === -1 ? rest.shift() : text.slice(equals + 1)
  if (value === undefined) throw new UsageError(`option ${spelling} requires argument`)
  return { option, spelling, value }
}

function readCluster<Option extends CommandLineOption>(
  text: string,
  rest: string[],
  options: readonly Option[],
): GivenOption<Option>[] {
  const given: GivenOption<Option>[] = []
  const letters = Array.from(text)
  for (const [index, letter] of letters.entries()) {
    const spelling = `-${letter}`
    const option = options.find(({ short }) => short === letter)
    if (option === undefined) throw new UsageError(`option ${spelling} not recognized`)
    if (!option.takesValue) {
      given.push({ option, spelling, value: '' })
      continue
    }
    const value = index + 1 < letters.length ? letters.slice(index + 1).join('') : rest.shift()
    if (value === undefined) throw new UsageError(`option ${spelling} requires argument`)
    given.push({ option, spelling, value })
    break
  }
  return given
}
