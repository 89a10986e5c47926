// The configuration as last read: what `addGroup` takes from, with the groups of plugins and what was changed since.

import type { Config, GroupConfig, ProcessConfig } from '../sdk/config.js'
import { Fault } from '../sdk/faults.js'
import type { Supervisor } from '../sdk/supervisor.js'
import type { ProgramRequest } from './config/program.js'
import { ConfigError, PluginError, UsageError } from './errors.js'
import { addPluginGroups } from './plugin-host/plugin-groups.js'
import type { PluginEntry } from './plugin-host/plugin-list.js'
import type { Setup } from './setup.js'
import type { SupervisorParts } from './supervisor-parts.js'

/** Both throw a ConfigError. */
export interface ConfigSource {
  /** Reads the configuration again, with the same command line. */
  readonly readConfig: () => Config
  readonly readProgram: (request: ProgramRequest) => readonly ProcessConfig[]
}

export class LastReadConfig {
  readonly #source: ConfigSource
  readonly #asked: Pick<Supervisor, 'hooks' | 'log'>
  #config: Config

  constructor(source: ConfigSource, config: Config, asked: Pick<Supervisor, 'hooks' | 'log'>) {
    this.#source = source
    this.#asked = asked
    this.#config = config
  }

  get config(): Config {
    return this.#config
  }

  /** At boot: plugins add their groups to the configuration that is there. */
  askPlugins(): void {
    this.#config = addPluginGroups(this.#config, this.#asked)
  }

  /** Keeps what it reads. Throws Fault CANT_REREAD. */
  reread(): Config {
    this.#config = this.#read()
    return this.#config
  }

  /** What a reread would read. Throws Fault CANT_REREAD. */
  preview(): Config {
    return this.#read()
  }

  /** Throws Fault INCORRECT_PARAMETERS. */
  readProgram(request: ProgramRequest): readonly ProcessConfig[] {
    try {
      return this.#source.readProgram(request)
    } catch (error) {
      if (error instanceof ConfigError) throw new Fault('INCORRECT_PARAMETERS', error.message)
      throw error
    }
  }

  /** What an active group gained or lost counts as read, so that removing and adding it brings it back as it was. */
  follow({ name, processes }: GroupConfig): void {
    const groups = this.#config.groups.map((group) => (group.name === name ? { ...group, processes } : group))
    this.#config = { ...this.#config, groups }
  }

  #read(): Config {
    try {
      return addPluginGroups(this.#source.readConfig(), this.#asked)
    } catch (error) {
      throw asFault(error)
    }
  }
}

/**
 * For another supervisor, whose plugins add their groups themselves. Plugins that stay are asked now, so that a restart
 * which they would not survive is refused. Rejects with Fault CANT_REREAD.
 */
export async function readForRestart(
  { readSetup, plugins }: Pick<SupervisorParts, 'readSetup' | 'plugins'>,
  asked: Pick<Supervisor, 'hooks' | 'log'>,
): Promise<Setup> {
  try {
    const setup = await readSetup()
    const stays = ({ plugin }: PluginEntry) => setup.plugins.some((entry) => entry.plugin === plugin)
    if (plugins.every(stays)) addPluginGroups(setup.config, asked)
    return setup
  } catch (error) {
    throw asFault(error)
  }
}

function asFault(error: unknown): unknown {
  const isExpected = error instanceof UsageError || error instanceof PluginError
  return isExpected ? new Fault('CANT_REREAD', error.message) : error
}
