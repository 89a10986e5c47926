// The command line of supervisorctl by getopt's rules (spec 2.9, CLI-SC-01..05).

import { UsageError } from '../errors.js'

export interface CtlArguments {
  readonly help: boolean
  readonly interactive: boolean
  readonly configuration: string | null
  readonly serverurl: string | null
  readonly username: string | null
  readonly password: string | null
  /** The action and its arguments; empty for the shell. */
  readonly words: readonly string[]
}

interface Option {
  readonly short: string
  /** Without a long form an option has only its letter. */
  readonly long: string | null
  readonly takesValue: boolean
}

const OPTIONS: readonly Option[] = [
  { short: 'h', long: 'help', takesValue: false },
  { short: '?', long: null, takesValue: false },
  { short: 'c', long: 'configuration', takesValue: true },
  { short: 'i', long: 'interactive', takesValue: false },
  { short: 's', long: 'serverurl', takesValue: true },
  { short: 'u', long: 'username', takesValue: true },
  { short: 'p', long: 'password', takesValue: true },
  { short: 'r', long: 'history_file', takesValue: true },
]

interface Given {
  readonly option: Option
  /** As the original names it in messages: `-s` or `--serverurl`, also for an abbreviation. */
  readonly spelling: string
  readonly value: string
}

/** Throws UsageError. `-h` wins over what stands behind it, but not over what cannot be parsed. */
export function readArguments(argv: readonly string[]): CtlArguments {
  const { given, words } = getopt(argv)
  const values = new Map<string, string>()
  const result = () => ({
    help: values.has('h') || values.has('?'),
    interactive: values.has('i'),
    configuration: values.get('c') ?? null,
    serverurl: values.get('s') ?? null,
    username: values.get('u') ?? null,
    password: values.get('p') ?? null,
    words,
  })
  for (const { option, spelling, value } of given) {
    if (option.short === 's') checkUrl(spelling, value)
    if (values.has(option.short)) throw new UsageError(`conflicting command line option '${spelling}'`)
    values.set(option.short, value)
    if (option.short === 'h' || option.short === '?') break
  }
  return result()
}

function getopt(argv: readonly string[]): { given: readonly Given[]; words: readonly string[] } {
  const rest = [...argv]
  const given: Given[] = []
  while (rest[0]?.startsWith('-') && rest[0] !== '-') {
    const word = rest.shift() ?? ''
    if (word === '--') break
    if (word.startsWith('--')) given.push(readLong(word.slice(2), rest))
    else given.push(...readShort(word.slice(1), rest))
  }
  return { given, words: rest }
}

/** `--name`, `--name=value`, `--name value`; a prefix that only one name has will do. */
function readLong(text: string, rest: string[]): Given {
  const equals = text.indexOf('=')
  const name = equals === -1 ? text : text.slice(0, equals)
  const near = OPTIONS.filter((option) => option.long?.startsWith(name))
  const option = near.find((one) => one.long === name) ?? near[0]
  if (option === undefined) throw new UsageError(`option --${name} not recognized`)
  if (near.length > 1 && option.long !== name) throw new UsageError(`option --${name} not a unique prefix`)
  const spelling = `--${option.long}`
  if (!option.takesValue) {
    if (equals !== -1) throw new UsageError(`option ${spelling} must not have an argument`)
    return { option, spelling, value: '' }
  }
  const value = equals === -1 ? rest.shift() : text.slice(equals + 1)
  if (value === undefined) throw new UsageError(`option ${spelling} requires argument`)
  return { option, spelling, value }
}

/** A cluster of letters; the rest behind one that takes a value is its value. */
function readShort(letters: string, rest: string[]): Given[] {
  const given: Given[] = []
  for (let index = 0; index < letters.length; index++) {
    const spelling = `-${letters[index]}`
    const option = OPTIONS.find((one) => one.short === letters[index])
    if (option === undefined) throw new UsageError(`option ${spelling} not recognized`)
    if (!option.takesValue) {
      given.push({ option, spelling, value: '' })
      continue
    }
    const value = index + 1 < letters.length ? letters.slice(index + 1) : rest.shift()
    if (value === undefined) throw new UsageError(`option ${spelling} requires argument`)
    given.push({ option, spelling, value })
    break
  }
  return given
}

function checkUrl(spelling: string, value: string): void {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:(\/\/[^?#]+|(?!\/\/)[^?#]+)/.test(value)) return
  throw new UsageError(`invalid value for ${spelling} '${value}': value '${value}' is not a URL`)
}
