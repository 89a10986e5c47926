// Names as people type them: `web`, `workers:one`, `workers:*` (CTL-12, CTL-14).

/** `process` is null when the whole group is meant (`group:*` and `group:`). */
export interface Namespec {
  readonly group: string
  readonly process: string | null
}

/** Splits at the first colon; a name without one is a process in a group of its own name. */
export function splitNamespec(namespec: string): Namespec {
  const colon = namespec.indexOf(':')
  if (colon === -1) return { group: namespec, process: namespec }
  const process = namespec.slice(colon + 1)
  return { group: namespec.slice(0, colon), process: process === '' || process === '*' ? null : process }
}

/** The short form where group and process share a name, else `group:process`. */
export function makeNamespec(group: string, process: string): string {
  return group === process ? process : `${group}:${process}`
}
