// What is executed for a process: its resolved command and the environment it gets.

import type { ProcessConfig } from '../../sdk/config.js'
import type { SpawnSpec } from '../../sdk/hooks.js'
import type { FoundCommand } from './command-finder.js'

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

/** What is executed, and with what. */
export function createSpawnSpec(
  config: ProcessConfig,
  group: string,
  daemonEnvironment: Environment,
  { file, argv }: FoundCommand,
): SpawnSpec {
  const environment = childEnvironment(config, group, daemonEnvironment)
  return {
    file,
    argv: [...argv],
    environment,
    directory: config.directory,
    umask: config.umask,
    stdinFd: null,
  }
}
