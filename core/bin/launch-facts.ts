// What the launcher script hands over in the environment, and the environment that children start from without it.

export interface LaunchFacts {
  /** The operator's soft limit of open files; undefined when there was no launcher script, or no limit. */
  readonly softNofile: number | undefined
  /** The operator's environment, with the variables of Node that the launcher kept from the daemon. */
  readonly environment: Readonly<Record<string, string>>
}

const SOFT_NOFILE = 'REEVE_SOFT_NOFILE'
/** `REEVE_NODE_OPTIONS` holds the operator's NODE_OPTIONS. */
const KEPT = /^REEVE_(NODE_[A-Z_]+)$/

/** Reads `environment`, the daemon's own, without changing it. */
export function readLaunchFacts(environment: NodeJS.ProcessEnv): LaunchFacts {
  const operators: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || name === SOFT_NOFILE) continue
    operators[KEPT.exec(name)?.[1] ?? name] = value
  }
  const softNofile = environment[SOFT_NOFILE] ?? ''
  return {
    softNofile: /^\d+$/.test(softNofile) ? Number(softNofile) : undefined,
    environment: operators,
  }
}
