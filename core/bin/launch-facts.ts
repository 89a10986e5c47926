// What the launcher script hands over in the environment, and the environment that children start from without it.

export interface LaunchFacts {
  /** The operator's soft limit of open files; undefined when there was no launcher script, or no limit. */
  readonly softNofile: number | undefined
  /** The operator's environment, NODE_OPTIONS included. */
  readonly environment: Readonly<Record<string, string>>
}

/** Takes the launcher's variables out of `environment`, the daemon's own. */
export function readLaunchFacts(environment: NodeJS.ProcessEnv): LaunchFacts {
  const {
    REEVE_SOFT_NOFILE: softNofile = '',
    REEVE_NODE_OPTIONS: nodeOptions,
    ...operators
  } = environment as Record<string, string>
  return {
    softNofile: /^\d+$/.test(softNofile) ? Number(softNofile) : undefined,
    environment: nodeOptions === undefined ? operators : { ...operators, NODE_OPTIONS: nodeOptions },
  }
}
