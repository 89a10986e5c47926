// The groups that plugins add to a configuration, and what they find wrong in their sections.

import type { Config, GroupConfig } from '../sdk/config.js'
import { SectionError, type SectionProblem } from '../sdk/plugin.js'
import type { Supervisor } from '../sdk/supervisor.js'
import { arrangeGroups } from './config/arrange-groups.js'
import { nearest } from './config/suggest.js'
import { ConfigError, type ConfigProblem, PluginError } from './errors.js'

/**
 * Asks the `config` hook. What plugins add takes its place among the others, and a name that is taken is told. Throws
 * a ConfigError for what is wrong in a plugin's sections, a PluginError for a plugin that failed.
 */
export function addPluginGroups(config: Config, { hooks, log }: Pick<Supervisor, 'hooks' | 'log'>): Config {
  if (!hooks.config.isUsed()) return config
  const { groups, notices } = arrangeGroups(askPlugins(config, hooks))
  for (const { level, text } of notices) log[level](text)
  return { ...config, groups }
}

function askPlugins(config: Config, hooks: Supervisor['hooks']): readonly GroupConfig[] {
  try {
    return hooks.config.call(config.groups, config)
  } catch (error) {
    const cause = error instanceof PluginError ? error.cause : error
    throw cause instanceof SectionError ? new ConfigError(cause.problems.map(toProblem)) : error
  }
}

function toProblem({ section, option, text, choices }: SectionProblem): ConfigProblem {
  return {
    text,
    source: option === null ? section.source : section.locate(option),
    section: section.header,
    option,
    suggestion: choices === undefined ? undefined : nearest(choices.written, choices.known),
  }
}
