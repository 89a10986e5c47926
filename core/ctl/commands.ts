// The registry of commands: which plugin added what, and which command a name means.

import type { CtlCommand, CtlCommandBlock, CtlCommandEntry, CtlCommandTaps } from '../../sdk/contracts/ctl.js'

export interface Commands {
  readonly blocks: readonly CtlCommandBlock[]
  find(name: string): OwnedCommand | undefined
}

export interface OwnedCommand {
  readonly plugin: string
  readonly entry: CtlCommandEntry
}

/** Runs the taps. What goes wrong in one is told and leaves the other commands usable (clients.md 17). */
export function collectCommands(
  taps: CtlCommandTaps['taps'],
  tell: (plugin: string, problem: string) => void,
): Commands {
  const owners = new Map<string, OwnedCommand>()
  const blocks = new Map<string, CtlCommandEntry[]>()
  for (const { plugin, add } of taps) {
    const entries = blocks.get(plugin) ?? []
    blocks.set(plugin, entries)
    try {
      add({
        add(entry) {
          const problem = describeEntry(entry)
          if (problem !== undefined) {
            tell(plugin, `plugin ${plugin} added ${problem}`)
            return
          }
          const owner = owners.get(entry.name)
          if (owner !== undefined) {
            tell(plugin, `the command ${entry.name} of plugin ${plugin} is already plugin ${owner.plugin}'s`)
            return
          }
          const checked = { ...entry, load: () => loadChecked(plugin, entry) }
          owners.set(entry.name, { plugin, entry: checked })
          entries.push(checked)
        },
      })
    } catch (error) {
      tell(
        plugin,
        `plugin ${plugin} failed in commands: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
  return {
    blocks: [...blocks].map(([plugin, entries]) => ({ plugin, entries })),
    find: (name) => owners.get(name),
  }
}

/** Anybody can write one. */
function describeEntry(entry: unknown): string | undefined {
  const { name, load } = (entry ?? {}) as { readonly name?: unknown; readonly load?: unknown }
  if (typeof name !== 'string' || !/^[^\s:]+$/.test(name)) return 'a command without a name of one word'
  return typeof load === 'function' ? undefined : `the command ${name} without load()`
}

/** Its code comes from anybody too. Rejects with whose fault it is. */
async function loadChecked(plugin: string, entry: CtlCommandEntry): Promise<CtlCommand> {
  const command: unknown = await entry.load()
  if (isCommand(command)) return command
  throw new TypeError(
    `load() of the command ${entry.name} of plugin ${plugin} gave no command: one is an object with help and run()`,
  )
}

function isCommand(value: unknown): value is CtlCommand {
  return typeof value === 'object' && value !== null && 'run' in value && typeof value.run === 'function'
}
