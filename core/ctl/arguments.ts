// The command line of supervisorctl by getopt's rules (spec 2.9, CLI-SC-01..05).

import { type CommandLineOption, getopt } from '../config/getopt.js'
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

const OPTIONS = [
  { short: 'h', long: 'help', takesValue: false },
  { short: '?', long: null, takesValue: false },
  { short: 'c', long: 'configuration', takesValue: true },
  { short: 'i', long: 'interactive', takesValue: false },
  { short: 's', long: 'serverurl', takesValue: true },
  { short: 'u', long: 'username', takesValue: true },
  { short: 'p', long: 'password', takesValue: true },
  { short: 'r', long: 'history_file', takesValue: true },
] as const satisfies readonly CommandLineOption[]

/** Throws UsageError. `-h` wins over what stands behind it, but not over what cannot be parsed. */
export function readArguments(argv: readonly string[]): CtlArguments {
  const { given, words } = getopt(argv, OPTIONS)
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

function checkUrl(spelling: string, value: string): void {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:(\/\/[^?#]+|(?!\/\/)[^?#]+)/.test(value)) return
  throw new UsageError(`invalid value for ${spelling} '${value}': value '${value}' is not a URL`)
}
