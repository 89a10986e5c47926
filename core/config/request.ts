// What the config reader is asked, and what its parts share while they read.

import type { ValidateFunction } from 'ajv'
import type { OptionSpec } from '../../schemas/option-table.js'
import type { ConfigNotice, SupervisordConfig } from '../../sdk/config.js'
import type { Plugin, SectionSchema } from '../../sdk/plugin.js'
import type { CoerceContext } from './coerce.js'
import { currentDirectory } from './current-directory.js'
import type { ConfigDocument } from './document.js'
import { createNames, type Names } from './expand.js'
import { configDirectory, type ReadDocument } from './include.js'
import type { Accounts } from './paths.js'
import type { PluginKeys } from './plugin-keys.js'
import type { Problems } from './problems.js'

/** What the command line of supervisord says. */
export interface CommandLine {
  /** `help` and `version` are answered by the caller, with exit 0. */
  readonly action: 'run' | 'help' | 'version'
  /** `-c`, as typed. */
  readonly configuration: string | null
  /** Values that win over the file. */
  readonly overrides: CommandLineOverrides
  /** Modules named with `--plugin`, in order. */
  readonly plugins: readonly string[]
  /** The words of `--profile_options`, or null. */
  readonly profileOptions: readonly string[] | null
}

export type CommandLineOverrides = Partial<
  Omit<SupervisordConfig, 'user' | 'environment' | 'extensions'> & { readonly user: string }
>

export interface ConfigRequest {
  /** Absolute. */
  readonly file: string
  /** The file as it was typed, for the messages that Supervisor words with it; without it `file`. */
  readonly shownAs?: string | undefined
  readonly commandLine?: Pick<CommandLine, 'overrides'> | undefined
  /** All plugins in order: their sections, schemas and keys are needed to read the file. */
  readonly plugins: readonly Plugin[]
  /** The daemon's own. */
  readonly environment: Readonly<Record<string, string>>
  readonly accounts: Accounts
  /** What `uname -n` says. */
  readonly hostNodeName: string
  /** The default of childlogdir. */
  readonly tempDirectory: string
  /** What relative paths of logfile and pidfile count from; without it the process's own. */
  readonly workingDirectory?: string | undefined
  /** What `readPluginRequests` has read already. Good for one use. */
  readonly document?: ReadDocument | undefined
}

/** What the readers of the single sections share. */
export interface Reading {
  readonly document: ConfigDocument
  readonly problems: Problems
  readonly notices: ConfigNotice[]
  readonly context: CoerceContext
  /** `ENV_x` of the daemon, later with `[supervisord] environment` on top. */
  readonly names: Names
  /** The main file's directory. */
  readonly here: string
  readonly hostNodeName: string
  readonly plugins: PluginKeys
  /** Typed defaults, made once. */
  readonly defaults: Map<OptionSpec, unknown>
  /** `[supervisord] environment`. */
  environment: Readonly<Record<string, string>>
  /** Plugins' schemas, compiled once. */
  readonly compiled: Map<SectionSchema, ValidateFunction>
}

/** Begins to read what `read` holds. `daemon` has the `ENV_x` names of the daemon's environment. */
export function createReading(
  request: Pick<ConfigRequest, 'file' | 'accounts' | 'environment' | 'hostNodeName' | 'workingDirectory'>,
  read: ReadDocument,
  daemon: Names,
  plugins: PluginKeys,
): Reading {
  return {
    document: read.document,
    problems: read.problems,
    notices: [...read.notices],
    context: {
      accounts: request.accounts,
      environment: request.environment,
      workingDirectory: request.workingDirectory ?? currentDirectory(),
      directories: new Map(),
      onDropped: () => {},
    },
    names: createNames({}, daemon),
    here: configDirectory(request.file),
    hostNodeName: request.hostNodeName,
    plugins,
    defaults: new Map(),
    compiled: new Map(),
    environment: {},
  }
}
