// Programs that an option names: `programs=`, `-p`.

/** Does one of `names` (`web`, `group:web`, `group:*`) mean this process? */
export function isNamed(names: readonly string[], group: string, process: string): boolean {
  return names.some((name) => name === process || name === `${group}:${process}` || name === `${group}:*`)
}

/** The same for an option that chooses among all processes: without a name it chooses each. */
export function isChosen(names: readonly string[], group: string, process: string): boolean {
  return names.length === 0 || isNamed(names, group, process)
}
