// What is executed for a process: its resolved command and the environment it gets.

import type { ProcessConfig } from '../../sdk/config.js'
import type { SpawnSpec } from '../../sdk/hooks.js'
import { resolveCommand } from './command.js'

type Environment = Readonly<Record<string, string>>
type FoundCommand = Pick<SpawnSpec, 'file' | 'argv'>

export class SpawnSpecs {
  readonly #daemonEnvironment: Environment
  /** What was found in this turn of the event loop. */
  readonly #found = new Map<string, FoundCommand>()

  /** `daemonEnvironment` is what children start from. */
  constructor(daemonEnvironment: Environment) {
    this.#daemonEnvironment = daemonEnvironment
  }

  /** What is executed, and with what. Throws a CommandError. */
  create(config: ProcessConfig, group: string): SpawnSpec {
    const { file, argv } = this.findCommand(config)
    const environment = childEnvironment(config, group, this.#daemonEnvironment)
    const { directory, umask } = config
    return { file, argv: [...argv], environment, directory, umask, stdinFd: null }
  }

  /**
   * Resolves the command against the child's own PATH. Throws a CommandError. Within one turn the same words lead to
   * the same file: a request looks for it before the spawn does, and may start thousands.
   */
  findCommand({ command, directory, environment }: ProcessConfig): FoundCommand {
    const path = environment.PATH ?? this.#daemonEnvironment.PATH
    const words = JSON.stringify([command, directory, path])
    const known = this.#found.get(words)
    if (known !== undefined) return known
    const found = resolveCommand(command, { path, directory })
    if (this.#found.size === 0) queueMicrotask(() => this.#found.clear())
    this.#found.set(words, found)
    return found
  }
}

/**
 * The daemon's environment, then the SUPERVISOR_* names, then the configured one, which may override them (LIFE-46).
 * HOME, USER and the like are not adjusted for `user=` (LIFE-44).
 */
function childEnvironment(config: ProcessConfig, group: string, daemonEnvironment: Environment): Environment {
  return {
    ...daemonEnvironment,
    SUPERVISOR_ENABLED: '1',
    ...(config.serverurl === null ? {} : { SUPERVISOR_SERVER_URL: config.serverurl }),
    SUPERVISOR_PROCESS_NAME: config.name,
    SUPERVISOR_GROUP_NAME: group,
    ...config.environment,
  }
}
