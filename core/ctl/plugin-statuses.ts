// What is known about the plugins of this supervisorctl: built when a command asks for it.

import type { CtlCommandBlock, CtlCommandTaps, CtlPlugin } from '../../sdk/contracts/ctl.js'
import type { PluginFailure, PluginStatus } from '../../sdk/plugin-status.js'
import { findManifest } from '../modules/plugin-manifest.js'
import { REEVE_VERSION } from '../version.js'

/** A plugin to apply, and where it was named. */
export interface CtlPluginEntry {
  readonly plugin: CtlPlugin
  /** The other keys of its section. */
  readonly values?: Readonly<Record<string, string>>
  /** `section ctlplugin:x`; left out for the standard list. */
  readonly namedBy?: string
  /** Left out for Reeve's own. */
  readonly file?: string
}

/** A section whose plugin could not be had. */
export interface RefusedCtlPlugin {
  readonly name: string
  readonly namedBy: string
  readonly message: string
}

export interface CtlPluginStatuses {
  /** Leaves out one of the entries. */
  refuse(entry: CtlPluginEntry, message: string): void
  failed(plugin: string, where: string, message: string): void
  /** `refused` come last: they have no place in the order. */
  list(blocks: readonly CtlCommandBlock[], taps: CtlCommandTaps['taps']): readonly PluginStatus[]
}

interface Failures {
  readonly last: PluginFailure
  readonly count: number
}

function refusal(message: string): Failures {
  return { last: { at: Date.now(), where: 'loading', message }, count: 1 }
}

export function createPluginStatuses(
  entries: readonly CtlPluginEntry[],
  refused: readonly RefusedCtlPlugin[],
): CtlPluginStatuses {
  const leftOut = new Map<CtlPluginEntry, string>()
  const failures = new Map<string, Failures>()

  function statusOf(from: CtlPluginEntry): PluginStatus {
    const { plugin, ...entry } = from
    const { namedBy = null, file = null }: { namedBy?: string | null; file?: string | null } = entry
    const manifest = file === null ? null : findManifest(file)
    const message = leftOut.get(from)
    const failure = message === undefined ? failures.get(plugin.name) : refusal(message)
    const version = file === null ? REEVE_VERSION : (manifest?.version ?? null)
    return {
      ...BLANK,
      name: plugin.name,
      version: plugin.version ?? version,
      origin: file === null ? 'built-in' : file.includes('/node_modules/') ? 'package' : 'path',
      file,
      package: manifest?.name ?? null,
      namedBy,
      state: message !== undefined ? 'refused' : failure?.last.where === 'apply' ? 'failed' : 'applied',
      lastError: failure?.last ?? null,
      errors: failure?.count ?? 0,
    }
  }

  return {
    refuse: (entry, message) => void leftOut.set(entry, message),
    failed(plugin, where, message) {
      const count = (failures.get(plugin)?.count ?? 0) + 1
      failures.set(plugin, { last: { at: Date.now(), where, message }, count })
    },
    list: (blocks, taps) => [
      ...entries.map((entry): PluginStatus => {
        const { name } = entry.plugin
        if (leftOut.has(entry)) return statusOf(entry)
        const own = blocks.find((block) => block.plugin === name)?.entries ?? []
        return {
          ...statusOf(entry),
          hooks: taps.some(({ plugin }) => plugin === name) ? ['ctl.commands'] : [],
          commands: own.map((command) => command.name).sort(),
        }
      }),
      ...refused.map(
        ({ name, namedBy, message }): PluginStatus => ({
          ...BLANK,
          name,
          namedBy,
          state: 'refused',
          lastError: refusal(message).last,
          errors: 1,
        }),
      ),
    ],
  }
}

const BLANK: PluginStatus = {
  name: '',
  version: null,
  origin: 'path',
  file: null,
  package: null,
  namedBy: null,
  state: 'waiting',
  requires: [],
  sections: [],
  extends: [],
  events: [],
  hooks: [],
  rpcMethods: [],
  routes: [],
  commands: [],
  lastError: null,
  errors: 0,
  changed: null,
}
