// The order of groups, and what happens to two of one name (CFG-GRP-04, CFG-GRP-05).

import type { ConfigNotice, GroupConfig } from '../../sdk/config.js'
import { byCodePoint } from './python-text.js'

/**
 * Groups in start order: ascending priority, then name. Of several with one name only the first is kept (CFG-GRP-04).
 * Called again after the `config` hook, when plugins have added theirs.
 */
export function arrangeGroups(groups: readonly GroupConfig[]): {
  readonly groups: readonly GroupConfig[]
  readonly notices: readonly ConfigNotice[]
} {
  const sorted = [...groups].sort(
    (left, right) => left.priority - right.priority || byCodePoint(left.name, right.name),
  )
  const kept = new Map<string, GroupConfig>()
  const notices: ConfigNotice[] = []
  for (const group of sorted) {
    const first = kept.get(group.name)
    if (first === undefined) {
      kept.set(group.name, group)
      continue
    }
    const text =
      `Two sections make a group ${group.name}: the ${first.kind} at ${at(first)} is used, the ${group.kind} at ` +
      `${at(group)} is not`
    notices.push({ level: 'warn', text })
  }
  return { groups: [...kept.values()], notices }
}

function at({ source }: GroupConfig): string {
  return `${source.file}:${source.line}`
}
