// The plugins that supervisorctl loads, in order, and those that a [ctlplugin:x] section can name.

import type { CtlPlugin } from 'reeve/sdk/ctl'
import ctlReeve from './ctl-default/additions.js'
import ctlDefault from './ctl-default/index.js'

export const standardCtlPlugins: readonly CtlPlugin[] = [ctlDefault, ctlReeve]

/** By the value of `supervisor.ctl_factory`: the Python names of published packages (core/modules/python-names.ts). */
export const builtInCtlPlugins: Readonly<Record<string, () => Promise<CtlPlugin>>> = {
  'supervisorwildcards.controllerplugin:make_wildcards_controllerplugin': async () =>
    (await import('./ctl-wildcards/index.js')).default,
  'supervisor_quick:make_quick_controllerplugin': async () => (await import('./ctl-quick/index.js')).default,
  'supervisorserialrestart.controllerplugin:make_serialrestart_controllerplugin': async () =>
    (await import('./ctl-serialrestart/index.js')).default,
  'supervisor_cache.controllerplugin:make_cache_controllerplugin': async () =>
    (await import('./ctl-cache/index.js')).default,
}
