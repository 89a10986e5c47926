// A plugin that fails when everything is stopped already: the daemon goes on without it.

import { PluginError } from '../errors.js'
import type { Setup } from '../setup.js'
import type { PluginEntry } from './plugin-list.js'

/** The setup without the plugin that failed and those that require it. Throws the error when it is none of theirs. */
export function leaveOutCulprit(setup: Setup, error: unknown): Setup {
  const isCulprit = ({ plugin, leftOut }: PluginEntry) =>
    error instanceof PluginError && leftOut === undefined && plugin.name === error.plugin
  if (!setup.plugins.some(isCulprit)) throw error
  const failure = error as PluginError
  const gone = new Set<string>()
  const plugins = setup.plugins.map((entry) => {
    const { name, requires = [] } = entry.plugin
    const missing = requires.find((one) => gone.has(one))
    const leftOut = isCulprit(entry)
      ? failure
      : missing === undefined
        ? entry.leftOut
        : new PluginError(name, 'apply', `it requires the plugin ${missing}, which is left out`)
    if (leftOut === undefined) return entry
    gone.add(name)
    return { ...entry, leftOut }
  })
  return { ...setup, plugins }
}
