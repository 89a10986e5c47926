// What a run of the daemon is made of, read as one: the plugins that the configuration names, and the configuration as
// their schemas read it. A restart reads it anew, so that plugins come and go with their sections.

import type { Config } from '../sdk/config.js'
import type { Plugin } from '../sdk/plugin.js'
import { type ConfigRequest, readConfig, readPluginRequests, readProgram } from './config/index.js'
import type { ConfigSource } from './last-read-config.js'
import type { ModuleLoader } from './modules/module-loader.js'
import { checkPlugins, type PluginEntry, standardEntries } from './plugin-host/plugin-list.js'

export interface Setup extends ConfigSource {
  readonly config: Config
  /** The checked list. */
  readonly plugins: readonly PluginEntry[]
}

export interface SetupRequest {
  readonly request: Omit<ConfigRequest, 'plugins' | 'document'> & Parameters<typeof readPluginRequests>[0]
  /** The plugins that no section names; the others come after them. */
  readonly standard: readonly Plugin[]
  readonly modules: Pick<ModuleLoader, 'loadPlugins'>
}

/** Rejects with a UsageError: what cannot be loaded, does not fit together, or is wrong with the configuration. */
export async function readSetup({ request, standard, modules }: SetupRequest): Promise<Setup> {
  const named = readPluginRequests(request)
  const plugins = [...standardEntries(standard), ...(await modules.loadPlugins(named.requests))]
  checkPlugins(plugins)
  const complete: ConfigRequest = { ...request, plugins: plugins.map(({ plugin }) => plugin) }
  return {
    config: readConfig({ ...complete, document: named.document }),
    plugins,
    readConfig: () => readConfig(complete),
    readProgram: (program) => readProgram(complete, program),
  }
}
