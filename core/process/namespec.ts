// Names of processes as users write them: `name`, `group:name`, `group:*` and `group:`.

/** A name taken apart. `process` is null for a whole group. */
export interface Namespec {
  readonly group: string
  readonly process: string | null
}

/** A plain name means the process of the group with the same name (RPC-17). */
export function parseNamespec(text: string): Namespec {
  const colon = text.indexOf(':')
  if (colon < 0) return { group: text, process: text }
  const process = text.slice(colon + 1)
  return { group: text.slice(0, colon), process: process === '' || process === '*' ? null : process }
}

/** `name`, or `group:name` when the group has another name (CTL-14). */
export function formatNamespec(group: string, process: string): string {
  return group === process ? process : `${group}:${process}`
}
