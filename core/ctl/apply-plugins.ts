// Applies the plugins of supervisorctl. One that fails is named and left out; the commands of the others work.

import type { Ctl } from '../../sdk/contracts/ctl.js'
import type { CtlPluginEntry, CtlPluginStatuses } from './plugin-statuses.js'

/** Tells of what a plugin did wrong, and where. */
export type TellFailure = (plugin: string, where: string, problem: string) => void

export function applyPlugins(
  ctl: Ctl,
  entries: readonly CtlPluginEntry[],
  statuses: Pick<CtlPluginStatuses, 'refuse'>,
  tell: TellFailure,
): void {
  const first = new Map<string, CtlPluginEntry>()
  for (const entry of entries) {
    const { plugin, values = {}, namedBy = 'the standard list' } = entry
    const other = first.get(plugin.name)
    if (other !== undefined) {
      const place = other.namedBy ?? 'the standard list'
      const message = `another plugin of this name comes from ${place}; remove or rename one of them`
      statuses.refuse(entry, message)
      ctl.warn(`supervisorctl: plugin ${plugin.name} of ${namedBy} is left out: ${message}`)
      continue
    }
    first.set(plugin.name, entry)
    try {
      const applied: unknown = plugin.apply(ctl, { values })
      if (applied instanceof Promise) {
        // Its own failure must not end the program.
        applied.catch(() => {})
        throw new Error('apply returned a promise, but supervisorctl does not wait for one')
      }
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      tell(plugin.name, 'apply', `plugin ${plugin.name} failed in apply: ${text}`)
    }
  }
}
