// What was changed while the daemon runs, kept so that a reread finds it as it is: `update` leaves it alone, and a
// group that `update` replaces comes back with it. A restart forgets it.

import type { GroupConfig, ProcessConfig } from 'reeve/sdk'

export interface Amendments {
  added(group: string, processes: readonly ProcessConfig[]): void
  removed(group: string, name: string): void
  /** The tap of the `config` hook. */
  apply(groups: readonly GroupConfig[]): readonly GroupConfig[]
}

interface Amendment {
  readonly added: Map<string, ProcessConfig>
  readonly removed: Set<string>
}

export function createAmendments(): Amendments {
  const byGroup = new Map<string, Amendment>()
  const amendmentOf = (group: string): Amendment => {
    const amendment = byGroup.get(group) ?? { added: new Map(), removed: new Set() }
    byGroup.set(group, amendment)
    return amendment
  }

  return {
    added(group, processes) {
      const { added } = amendmentOf(group)
      for (const process of processes) added.set(process.name, process)
    },
    removed(group, name) {
      const { added, removed } = amendmentOf(group)
      if (!added.delete(name)) removed.add(name)
    },
    apply: (groups) =>
      byGroup.size === 0 ? groups : groups.map((group) => amend(group, byGroup.get(group.name))),
  }
}

function amend(group: GroupConfig, amendment: Amendment | undefined): GroupConfig {
  if (amendment === undefined) return group
  const { added, removed } = amendment
  // A process that the file has by now is the file's, except one that was removed before another took its name.
  const written = group.processes.filter(({ name }) => !removed.has(name))
  const names = new Set(written.map(({ name }) => name))
  const others = [...added.values()].filter(({ name }) => !names.has(name))
  return { ...group, processes: [...written, ...others] }
}
