// The command line of supervisorctl (CLI-SC-01..05).

import { type CommandLineOption, getopt } from '../config/getopt.js'
import { UsageError } from '../errors.js'
import { pythonRepr as repr } from '../python-repr.js'

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

interface CtlOption extends CommandLineOption {
  readonly sets: Exclude<keyof CtlArguments, 'words'> | 'history_file'
}

const OPTIONS: readonly CtlOption[] = [
  { short: 'h', long: 'help', takesValue: false, sets: 'help' },
  { short: '?', long: null, takesValue: false, sets: 'help' },
  { short: 'c', long: 'configuration', takesValue: true, sets: 'configuration' },
  { short: 'i', long: 'interactive', takesValue: false, sets: 'interactive' },
  { short: 's', long: 'serverurl', takesValue: true, sets: 'serverurl' },
  { short: 'u', long: 'username', takesValue: true, sets: 'username' },
  { short: 'p', long: 'password', takesValue: true, sets: 'password' },
  { short: 'r', long: 'history_file', takesValue: true, sets: 'history_file' },
]

/** Throws UsageError. `-h` wins over what stands behind it, but not over what cannot be parsed. */
export function readArguments(argv: readonly string[]): CtlArguments {
  const { given, words } = getopt(argv, OPTIONS)
  const values = new Map<CtlOption['sets'], string>()
  for (const { option, spelling, value } of given) {
    if (option.sets === 'serverurl') checkUrl(spelling, value)
    if (values.has(option.sets)) throw new UsageError(`conflicting command line option ${repr(spelling)}`)
    values.set(option.sets, value)
    if (option.sets === 'help') break
  }
  return {
    help: values.has('help'),
    interactive: values.has('interactive'),
    configuration: values.get('configuration') ?? null,
    serverurl: values.get('serverurl') ?? null,
    username: values.get('username') ?? null,
    password: values.get('password') ?? null,
    words,
  }
}

function checkUrl(spelling: string, value: string): void {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:(\/\/[^?#]+|(?!\/\/)[^?#]+)/.test(value)) return
  throw new UsageError(`invalid value for ${spelling} ${repr(value)}: value ${repr(value)} is not a URL`)
}
