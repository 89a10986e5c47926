// The command line of supervisord (CLI-SD).

import { UsageError } from '../errors.js'
import { pythonRepr as repr } from '../python-repr.js'
import type { CoerceContext } from './coerce.js'
import { currentDirectory } from './current-directory.js'
import { type CommandLineOption, getopt } from './getopt.js'
import { NO_ACCOUNTS, type PathContext } from './paths.js'
import { toExistingDirectory, toLogPath } from './place-values.js'
import { toByteSize, toInteger, toLogLevel, toOctal, toStringList } from './plain-values.js'
import { InvalidValue } from './problems.js'
import type { CommandLine, CommandLineOverrides } from './request.js'

export interface SupervisordOption extends CommandLineOption {
  /** What it sets: an option of [supervisord], or something that only the command line has. */
  readonly sets:
    | keyof CommandLineOverrides
    | 'configuration'
    | 'plugin'
    | 'profile_options'
    | 'help'
    | 'version'
  /** Reads its value; a flag has none. */
  readonly read: ((text: string, context: CoerceContext) => unknown) | null
  /** May it be given more than once? */
  readonly repeats?: true
  /** For the help: what stands for the value, and what the option does. */
  readonly value: string
  readonly help: string
}

/** All options, in the order of the help. */
export const SUPERVISORD_OPTIONS: readonly SupervisordOption[] = [
  valued('c', 'configuration', 'configuration', 'FILE', asIs, 'read this config file'),
  flag('n', 'nodaemon', 'nodaemon', 'stay in the foreground'),
  flag('s', 'silent', 'silent', 'in the foreground, do not show the log'),
  flag('h', 'help', 'help', 'print this text and exit'),
  flag('?', null, 'help', 'the same'),
  flag('v', 'version', 'version', 'print the version and exit'),
  valued('u', 'user', 'user', 'USER', asIs, 'become this user (name or uid)'),
  valued('m', 'umask', 'umask', 'UMASK', toOctal, 'umask of the daemon, octal (022)'),
  valued(
    'd',
    'directory',
    'directory',
    'DIRECTORY',
    toExistingDirectory,
    'change to this directory when daemonizing',
  ),
  valued('l', 'logfile', 'logfile', 'FILE', toLogPath, 'log to this file'),
  valued(
    'y',
    'logfile_maxbytes',
    'logfile_maxbytes',
    'BYTES',
    toByteSize,
    'rotate the log at this size (50MB)',
  ),
  valued('z', 'logfile_backups', 'logfile_backups', 'NUMBER', toInteger, 'keep so many rotated logs (10)'),
  valued(
    'e',
    'loglevel',
    'loglevel',
    'LEVEL',
    toLogLevel,
    'critical, error, warn, info, debug, trace or blather',
  ),
  valued(null, 'logformat', 'logformat', 'FORMAT', toLogFormat, 'text, or json for one object a line'),
  valued('j', 'pidfile', 'pidfile', 'FILE', toLogPath, 'write the pid to this file'),
  valued('i', 'identifier', 'identifier', 'NAME', asIs, 'name of this instance (supervisor)'),
  valued(
    'q',
    'childlogdir',
    'childlogdir',
    'DIRECTORY',
    toExistingDirectory,
    'where AUTO logs of programs are made',
  ),
  flag('k', 'nocleanup', 'nocleanup', 'keep the AUTO logs of an earlier run'),
  valued('a', 'minfds', 'minfds', 'NUMBER', toInteger, 'file descriptors that must be available (1024)'),
  valued(null, 'minprocs', 'minprocs', 'NUMBER', toInteger, 'processes that must be available (200)'),
  flag('t', 'strip_ansi', 'strip_ansi', 'remove ANSI colours from the logs of programs'),
  {
    ...valued(null, 'plugin', 'plugin', 'MODULE', asIs, 'load this plugin (may be repeated)'),
    repeats: true,
  },
  valued(
    null,
    'profile_options',
    'profile_options',
    'LIST',
    toWords,
    'profile, and print cumulative, calls or callers',
  ),
]

function valued(
  short: string | null,
  long: string,
  sets: SupervisordOption['sets'],
  value: string,
  read: NonNullable<SupervisordOption['read']>,
  help: string,
): SupervisordOption {
  return { short, long, takesValue: true, sets, read, value, help }
}

function flag(
  short: string,
  long: string | null,
  sets: SupervisordOption['sets'],
  help: string,
): SupervisordOption {
  return { short, long, takesValue: false, sets, read: null, value: '', help }
}

function asIs(text: string): string {
  return text
}

function toWords(text: string): string[] {
  return toStringList(text).map((word) => word.toLowerCase())
}

function toLogFormat(text: string): string {
  if (text === 'text' || text === 'json') return text
  throw new InvalidValue('it is text or json')
}

/** Reads the words after the program's name; `context` is for `~` in paths. Throws UsageError with Supervisor's text. */
export function parseCommandLine(
  argv: readonly string[],
  context: Partial<Pick<PathContext, 'accounts' | 'environment'>> = {},
): CommandLine {
  const { given, words } = getopt(argv, SUPERVISORD_OPTIONS)
  if (words.length > 0) {
    throw new UsageError(`positional arguments are not supported: [${words.map(repr).join(', ')}]`)
  }
  const values = new Map<SupervisordOption['sets'], unknown>()
  const plugins: string[] = []
  const coerceContext: CoerceContext = {
    accounts: context.accounts ?? NO_ACCOUNTS,
    environment: context.environment ?? {},
    workingDirectory: currentDirectory(),
    directories: new Map(),
    onDropped: () => {},
  }
  for (const { option, spelling, value } of given) {
    const { sets } = option
    // These act at once: what stands behind them is not looked at.
    if (sets === 'help' || sets === 'version') return finish(sets, values, plugins)
    const typed = option.read === null ? true : readValue(option.read, value, spelling, coerceContext)
    if (option.repeats === true) plugins.push(String(typed))
    else if (values.has(sets)) throw new UsageError(`conflicting command line option ${repr(spelling)}`)
    else values.set(sets, typed)
  }
  return finish('run', values, plugins)
}

function readValue(
  read: NonNullable<SupervisordOption['read']>,
  text: string,
  spelling: string,
  context: CoerceContext,
): unknown {
  try {
    return read(text, context)
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    throw new UsageError(`invalid value for ${spelling} ${repr(text)}: ${error.message}`)
  }
}

function finish(
  action: CommandLine['action'],
  values: ReadonlyMap<SupervisordOption['sets'], unknown>,
  plugins: readonly string[],
): CommandLine {
  const { configuration, profile_options: profileOptions, ...overrides } = Object.fromEntries(values)
  return {
    action,
    configuration: configuration === undefined ? null : String(configuration),
    overrides: overrides as CommandLineOverrides,
    plugins,
    profileOptions: (profileOptions as readonly string[] | undefined) ?? null,
  }
}
