// What a plugin of supervisorctl is and what its commands act on. Loads next to nothing: supervisorctl starts often.

import type { Client } from '../client/client.js'
import { codedError } from '../coded-error.js'
import type { PluginStatus } from '../plugin-status.js'

/** Exit statuses of supervisorctl (spec 7.3). The same number means different things for `status` and the rest. */
export const CTL_EXIT = {
  OK: 0,
  GENERIC: 1,
  INVALID_ARGUMENTS: 2,
  /** `status`: a listed process is not running. */
  STATUS_NOT_RUNNING: 3,
  NAMESPACE_MISSING: 3,
  /** `status`: an unknown name, or no connection. */
  STATUS_UNKNOWN: 4,
  CONNECTION_REFUSED: 4,
  API_MISMATCH: 5,
  NOT_RUNNING: 7,
  SOCKET_MISSING: 7,
} as const

/** There is nothing more to read: the end of a file, or Ctrl-D. */
export class EndOfInput extends codedError('EndOfInput', 'REEVE_END_OF_INPUT') {}

/** The operator typed Ctrl-C at a prompt. Not a failure: it leaves the shell. */
export class Interrupted extends codedError('Interrupted', 'REEVE_INTERRUPTED') {}

export type {
  PluginChanges,
  PluginContribution,
  PluginFailure,
  PluginState,
  PluginStatus,
} from '../plugin-status.js'

/** The running supervisorctl as commands see it. */
export interface Ctl {
  readonly serverurl: string
  /** A client of the current server, made anew for each command line. */
  readonly client: Client
  /** In the shell and with -i: ask before what cannot be undone. */
  readonly interactive: boolean
  readonly exitStatus: number
  /** Sets the exit status; a later failure replaces an earlier one (CTL-10). */
  fail(status: number): void
  /** A line on stdout. */
  output(line: string): void
  /** Bytes on stdout as they are. */
  write(bytes: string | Uint8Array): void
  /** A line on stderr. */
  warn(line: string): void
  /** Reads a line from the operator; `hidden` does not show what is typed. Rejects with EndOfInput or Interrupted. */
  ask(question: string, options?: { readonly hidden?: boolean }): Promise<string>
  /**
   * Is a supervisord of the right API there? Asked once per command line. If not, says so, sets the exit status and
   * gives false (CTL-03). Rejects for anything unexpected.
   */
  checkServer(): Promise<boolean>
  /** Runs work that Ctrl-C ends by aborting the signal instead of ending the program. */
  interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result>
  /** Waits; for what has to be asked again until it is so. */
  sleep(ms: number): Promise<void>
  /** Uses another server from the next call on. */
  connect(serverurl: string): void
  /** All commands, by the plugin that added them, in the order of the plugins. */
  readonly commands: readonly CtlCommandBlock[]
  /** Every plugin of this program, those of [ctlplugin:x] sections that were left out included. */
  readonly plugins: readonly PluginStatus[]
  /** Leaves the shell after this command. */
  leave(): void
  /** The hooks that a plugin owns, by name; `create` makes them at the first call. */
  contract<Hooks extends object>(name: string, create: () => Hooks): Hooks
}

export interface CtlCommand {
  /** Lines of `help NAME`: a form, tabs, what it does. */
  readonly help: readonly string[]
  /**
   * `argument` is the rest of the line without blanks around it. Anything thrown becomes the `error:` line, exit 1; a
   * promise that nothing can settle any more is told on stderr, exit 1.
   */
  run(ctl: Ctl, argument: string): void | Promise<void>
}

/** A command by name, its code loaded when it is used. */
export interface CtlCommandEntry {
  readonly name: string
  /** What the shell offers for its arguments. */
  readonly completes?: 'commands' | 'groups' | 'processes'
  /** Options that the shell offers where a word begins with `-`: `--json`, or `--for=` where a value follows. */
  readonly options?: readonly string[]
  /** Not in the list that `help` shows. */
  readonly unlisted?: boolean
  load(): CtlCommand | Promise<CtlCommand>
}

/** A command of any plugin, for a command that does its work with it. Throws when there is none of that name. */
export async function loadCommand(ctl: Pick<Ctl, 'commands'>, name: string): Promise<CtlCommand> {
  const entry = ctl.commands.flatMap((block) => block.entries).find((one) => one.name === name)
  if (entry === undefined) throw new Error(`there is no command ${name}`)
  return entry.load()
}

export interface CtlCommandBlock {
  readonly plugin: string
  readonly entries: readonly CtlCommandEntry[]
}

export interface CtlRegistry {
  /** Of two commands with one name the first one stays, and the operator is told. */
  add(entry: CtlCommandEntry): void
}

/** Takes taps like a hook of tapable, which supervisorctl does not load. */
export interface CtlCommandsHook {
  tap(plugin: string, add: (registry: CtlRegistry) => void): void
}

export interface CtlHooks {
  /**
   * Fires: once, when all plugins are applied.
   * May: add commands by name; their code is loaded when they are used. They stand in `help` under the name of the tap.
   * Must not: take the name of another plugin's command; the first one keeps it, and the operator is told.
   * Order: in the order of the plugins, before the first command runs.
   * A throw: is told on stderr, and the commands of the others work.
   */
  readonly commands: CtlCommandsHook
}

export interface CtlPluginOptions {
  /** The other keys of the `[ctlplugin:x]` section, as strings. */
  readonly values: Readonly<Record<string, string>>
}

export interface CtlPlugin {
  readonly name: string
  /** Left out, it is the version in the package.json above the plugin's file. */
  readonly version?: string
  /** The releases of Reeve that it is made for, as in `Plugin`. */
  readonly reeve?: string
  apply(ctl: Ctl, options: CtlPluginOptions): void
}

/** The identity with types: a plain object that imports nothing is a full plugin too. */
export function defineCtlPlugin(plugin: CtlPlugin): CtlPlugin {
  return plugin
}

/** Taps of the commands hook, kept for the host. Not tapable: loading it would cost more than a status. */
export interface CtlCommandTaps {
  readonly commands: CtlCommandsHook
  readonly taps: { readonly plugin: string; readonly add: (registry: CtlRegistry) => void }[]
}

/** The hooks of supervisorctl. */
export function ctlHooks(ctl: Pick<Ctl, 'contract'>): CtlHooks {
  return ctl.contract('ctl', createCtlHooks)
}

export function createCtlHooks(): CtlCommandTaps {
  const taps: CtlCommandTaps['taps'] = []
  const tap: CtlCommandsHook['tap'] = (plugin, add) => {
    if (typeof add !== 'function') throw new TypeError('hook ctl.commands: a tap needs a function')
    taps.push({ plugin, add })
  }
  return { taps, commands: { tap } }
}
