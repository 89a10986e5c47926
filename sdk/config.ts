// The effective configuration as the daemon and its plugins see it. Keys keep Supervisor's spelling.

import type { ProgramOptions, SupervisordOptions } from '../schemas/generated/types.js'
import type { Plugin } from './plugin.js'

/** Where a value was written, for messages. `line` is 1-based; it is 0 for command-line options and defaults. */
export interface SourceLocation {
  readonly file: string
  readonly line: number
}

/** A generated child log path; `null` in a log option means no log at all. */
export const AUTO = 'AUTO'

/** Options of `[program:x]` that are another thing for a single process than in its section. */
type SectionOption = 'process_name' | 'numprocs' | 'numprocs_start'
type RefinedOption = 'directory' | 'umask' | 'user' | 'environment' | 'serverurl'

/**
 * One process, after expansion, defaults and merging. Compared key by key to find what a reread changed. All other
 * options of `[program:x]` have the types and units of the reference.
 */
export interface ProcessConfig extends Omit<ProgramOptions, SectionOption | RefinedOption> {
  readonly name: string
  /** The program section's name: `web` of `[program:web]`. */
  readonly program: string
  readonly directory: string | null
  /** Bits, or null to inherit the daemon's. */
  readonly umask: number | null
  /** A numeric uid, or null to keep the daemon's. */
  readonly user: number | null
  /** `[supervisord] environment` and the program's own, merged (CFG-ENV-07). */
  readonly environment: Readonly<Record<string, string>>
  /** What the child gets as SUPERVISOR_SERVER_URL; null when there is no server. AUTO is already resolved. */
  readonly serverurl: string | null
  /** `serverurl` was AUTO or not written: its value follows the servers and is no change of this process. */
  readonly serverurlAutomatic?: boolean
  /**
   * stdout carries a protocol, read by the plugin that made the group: it is read as bytes arrive, its log file is
   * still written, and it has no capture and no PROCESS_LOG events.
   */
  readonly stdoutIsProtocol?: boolean
  /** Values of keys that a plugin added through `extends`. */
  of<Options extends object>(plugin: Plugin | string): Readonly<Partial<Options>>
  /** The plugin keys behind `of`, by plugin name: part of change detection. */
  readonly extensions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly source: SourceLocation
}

/** A process group: one per program that no `[group:x]` names, one per `[group:x]`, and what plugins add. */
export interface GroupConfig {
  readonly name: string
  /** The section kind that made it: `program`, `group`, or a plugin's (`eventlistener`, `fcgi-program`). */
  readonly kind: string
  readonly priority: number
  readonly processes: readonly ProcessConfig[]
  /** What else a plugin that made the group must see compared to detect a change (a socket, a buffer size). */
  readonly extra: Readonly<Record<string, unknown>>
  readonly source: SourceLocation
}

/** `[supervisord]` with the command line applied, paths made absolute and accounts looked up. */
export interface SupervisordConfig extends Omit<SupervisordOptions, 'childlogdir' | 'user' | 'directory'> {
  readonly childlogdir: string
  /** A numeric uid, or null to stay who one is. */
  readonly user: number | null
  readonly directory: string | null
  readonly extensions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** Log levels from the most to the least severe. */
export const LOG_LEVELS = ['critical', 'error', 'warn', 'info', 'debug', 'trace', 'blather'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * A section that a plugin claims, for example `[unix_http_server:admin]`: `kind` is `unix_http_server`, `name` is
 * `admin` (empty without a suffix). With a schema `values` are coerced, else they are the strings of the file after
 * expansion of `%(ENV_x)s`.
 */
export interface Section {
  readonly header: string
  readonly kind: string
  readonly name: string
  readonly values: Readonly<Record<string, unknown>>
  readonly source: SourceLocation
  /** Where one key stands; the section's own place for a default. */
  locate(key: string): SourceLocation
  /**
   * Only for sections of kind `program`: their processes, for the group that the plugin makes in its `config` hook.
   * Keys of the plugin's own schema stand in each process's `extensions` under the plugin's name, and in `values` as
   * they were read for the section. Empty when `[group:x]` sections list it: then those groups have the processes.
   */
  readonly processes?: readonly ProcessConfig[]
  /** Only for sections of kind `program`: the `[group:x]` names that list it. */
  readonly groups?: readonly string[]
}

/** A message of the config reader that is logged once the log is open. */
export interface ConfigNotice {
  readonly level: 'critical' | 'warn' | 'info'
  readonly text: string
}

export interface Config {
  /** The file as given with -c or found, made absolute (EDGE-31). */
  readonly file: string
  /** The config file's directory. */
  readonly here: string
  readonly supervisord: SupervisordConfig
  /** In start order: ascending priority, then name (CFG-GRP-05). */
  readonly groups: readonly GroupConfig[]
  /** Sections that plugins claim, in file order. */
  readonly sections: readonly Section[]
  readonly notices: readonly ConfigNotice[]
}

/** What a reread found, by group name: added and changed in new-config order, removed in active order (RPC-39). */
export interface ConfigDiff {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
}

/** The configuration as it stands in its files, and how it differs from the active groups. */
export interface ConfigPreview {
  readonly config: Config
  readonly diff: ConfigDiff
}
