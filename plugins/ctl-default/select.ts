// The processes that names on a command line mean: `web`, `group:web`, `group:*`, `all`.

import { splitNamespec } from 'reeve/sdk/client'

interface Named {
  readonly group: string
  readonly name: string
}

export interface Selection<Process> {
  /** In the order of the names, each once. */
  readonly found: readonly Process[]
  /** Names that nothing has. */
  readonly unknown: readonly string[]
}

/** No name, and `all`, mean every process. */
export function selectByName<Process extends Named>(
  processes: readonly Process[],
  names: readonly string[],
): Selection<Process> {
  if (names.length === 0 || names.includes('all')) return { found: processes, unknown: [] }
  const found = new Set<Process>()
  const unknown: string[] = []
  for (const namespec of names) {
    const matching = processesNamed(processes, namespec)
    for (const one of matching) found.add(one)
    if (matching.length === 0) unknown.push(namespec)
  }
  return { found: [...found], unknown }
}

/** One process, or those of a group. */
export function processesNamed<Process extends Named>(
  processes: readonly Process[],
  namespec: string,
): readonly Process[] {
  const { group, process } = splitNamespec(namespec)
  return processes.filter((one) => one.group === group && (process === null || one.name === process))
}

/** The words for a name that nothing has. */
export function unknownLine(namespec: string): string {
  const { group, process } = splitNamespec(namespec)
  return process === null ? `${group}: ERROR (no such group)` : `${namespec}: ERROR (no such process)`
}
