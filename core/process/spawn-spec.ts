// What is executed for a process: its resolved command and the environment it gets.

import type { ProcessConfig } from '../../sdk/config.js'
import type { SpawnSpec } from '../../sdk/hooks.js'
import { resolveCommand } from './command.js'

type Environment = Readonly<Record<string, string>>

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

interface FoundCommand {
  readonly file: string
  readonly argv: readonly string[]
}

/** What was found in this turn of the event loop. */
const found = new Map<string, FoundCommand>()

/**
 * Resolves the command against the child's own PATH. Throws a CommandError. Within one turn the same words lead to the
 * same file: a request looks for it before the spawn does, and may start thousands.
 */
export function findCommand(
  { command, directory, environment }: ProcessConfig,
  daemonEnvironment: Environment,
): FoundCommand {
  const path = environment.PATH ?? daemonEnvironment.PATH
  const words = `${command}\0${directory}\0${path}`
  const known = found.get(words)
  if (known !== undefined) return known
  const resolved = resolveCommand(command, { path, directory })
  if (found.size === 0) queueMicrotask(() => found.clear())
  found.set(words, resolved)
  return resolved
}

/** What is executed, and with what. Throws a CommandError. */
export function createSpawnSpec(
  config: ProcessConfig,
  group: string,
  daemonEnvironment: Environment,
): SpawnSpec {
  const environment = childEnvironment(config, group, daemonEnvironment)
  const { file, argv } = findCommand(config, daemonEnvironment)
  return { file, argv, environment, directory: config.directory, umask: config.umask, stdinFd: null }
}
