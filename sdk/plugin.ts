// What a plugin is: a plain object. `definePlugin` only gives it types.

import { codedError } from './coded-error.js'
import type { Section } from './config.js'
import type { Supervisor } from './supervisor.js'

/**
 * How a plugin's sections are written: `single` = `[cache]`; `named` = `[cache-bucket:x]`; `any` = with or without a
 * suffix; `program` = `[thing:x]` with all keys, expansion, numprocs and change detection of `[program:x]` plus its own.
 */
export type SectionKind = 'single' | 'named' | 'any' | 'program'

/** A JSON Schema of one section's keys, with Reeve's keywords (`coerce`, `expand`, `reference`, `since`, `example`). */
export type SectionSchema = Readonly<Record<string, unknown>>

export interface PluginOptions {
  /** The plugin's sections in file order. */
  readonly sections: readonly Section[]
  /** Other keys of the `[plugin:x]` or `[rpcinterface:x]` section that named the plugin, as strings. */
  readonly values: Readonly<Record<string, string>>
}

/** Undoes what `apply` did. Disposers run last in, first out, also after a failed boot. */
export type Disposer = () => void | Promise<void>

export interface Plugin {
  readonly name: string
  /** Shown by `supervisorctl plugins`; left out, it is the version in the package.json above the plugin's file. */
  readonly version?: string
  /**
   * The releases of Reeve that it is made for, as npm writes ranges: `^1`, `>=0.1 <2`. Another one refuses it. A package
   * says the same by `engines.reeve` or `peerDependencies.reeve` in its package.json.
   */
  readonly reeve?: string
  /** Names of plugins that must come before this one in the list. */
  readonly requires?: readonly string[]
  /** Sections this plugin owns, known before any of its code runs. Without one of them present `apply` still runs. */
  readonly sections?: Readonly<Record<string, SectionKind>>
  /** One schema for the only section, or one by section kind. */
  readonly schema?: SectionSchema
  readonly schemas?: Readonly<Record<string, SectionSchema>>
  /** Keys added to sections that others own, by section kind. */
  readonly extends?: Readonly<Record<string, SectionSchema>>
  /** For sections of kind `program`: may `[group:x]` list it? */
  readonly groupable?: boolean
  /**
   * What is wrong with one of its sections beyond its schema, found while the configuration is read and told with
   * everything else that is wrong: exit 2 before anything is touched, or fault 92 at a reread. The section's
   * `processes` are not known yet.
   */
  check?(section: Section, known: KnownNames): readonly SectionProblem[]
  /** Event names and their parents, registered before `events=` is validated. */
  readonly events?: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noConfusingVoidType: plugins without anything to undo return nothing
  apply(supervisor: Supervisor, options: PluginOptions): void | Disposer | Promise<void | Disposer>
}

/** What prevents the start, in words for the operator: shown as it is, without the name of the plugin. */
export class StartUpError extends codedError('StartUpError', 'REEVE_START_UP') {}

/** Why a process cannot be spawned, in words for the operator: from `beforeSpawn` it is the spawn error as it is. */
export class SpawnError extends codedError('SpawnError', 'REEVE_SPAWN') {}

/** What a section may name that plugins bring. */
export interface KnownNames {
  /** Every event name and its parent. */
  readonly eventTypes: ReadonlyMap<string, string | null>
}

/** One thing that is wrong in a section of the plugin. `text` is shown as it is, with the file and line behind it. */
export interface SectionProblem {
  readonly section: Section
  /** The key that it is about; null for the section as a whole. */
  readonly option: string | null
  readonly text: string
  /** What was written, and what could have been: the nearest is suggested. */
  readonly choices?: { readonly written: string; readonly known: Iterable<string> }
}

/** The identity with types: a plain object that imports nothing is a full plugin too. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin
}
