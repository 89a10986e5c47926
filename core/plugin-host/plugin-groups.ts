// The groups that plugins add to a configuration.

import type { Config } from '../../sdk/config.js'
import type { Supervisor } from '../../sdk/supervisor.js'
import { arrangeGroups } from '../config/arrange-groups.js'

/**
 * Asks the `config` hook. What plugins add takes its place among the others, and a name that is taken is told. Throws
 * a PluginError for a plugin that failed.
 */
export function addPluginGroups(config: Config, { hooks, log }: Pick<Supervisor, 'hooks' | 'log'>): Config {
  if (!hooks.config.isUsed()) return config
  const { groups, notices } = arrangeGroups(hooks.config.call(config.groups, config))
  for (const { level, text } of notices) log[level](text)
  return { ...config, groups }
}
