// The registry of commands: which plugin added what, and which command a name means.

import type { CtlCommandBlock, CtlCommandEntry, CtlCommandTaps } from '../../sdk/contracts/ctl.js'

export interface Commands {
  readonly blocks: readonly CtlCommandBlock[]
  find(name: string): CtlCommandEntry | undefined
}

/** Runs the taps. What goes wrong in one is told and leaves the other commands usable (clients.md 17). */
export function collectCommands(
  taps: CtlCommandTaps['taps'],
  tell: (plugin: string, problem: string) => void,
): Commands {
  const owners = new Map<string, { readonly plugin: string; readonly entry: CtlCommandEntry }>()
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
          owners.set(entry.name, { plugin, entry })
          entries.push(entry)
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
    find: (name) => owners.get(name)?.entry,
  }
}

/** Anybody can write one. */
function describeEntry(entry: unknown): string | undefined {
  const { name, load } = (entry ?? {}) as { readonly name?: unknown; readonly load?: unknown }
  if (typeof name !== 'string' || !/^[^\s:]+$/.test(name)) return 'a command without a name of one word'
  return typeof load === 'function' ? undefined : `the command ${name} without load()`
}
