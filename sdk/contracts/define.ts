// Contracts of third parties: hooks that one plugin publishes to others.

// For plugins that publish hooks, also those in a file that has no packages beside it.
export { AsyncSeriesHook, SyncBailHook, SyncHook, SyncWaterfallHook } from 'tapable'

/** The supervisor, or the client shell: whoever keeps contracts by name. */
export interface ContractKeeper {
  contract<Hooks extends object>(name: string, create: () => Hooks): Hooks
}

/**
 * A typed accessor for the hooks that a plugin publishes: `export const cacheHooks = defineContract('acme.cache', () =>
 * ({ evicted: new SyncHook<[string]>(['key']) }))`. Begin the name with your own. The hooks are made at the first use
 * and guarded like the core's: a failing tap of a hook that tells is logged; one that asks (bail, waterfall) throws to
 * you a PluginError that names the plugin.
 */
export function defineContract<Hooks extends object>(
  name: string,
  create: () => Hooks,
): (keeper: ContractKeeper) => Hooks {
  return (keeper) => keeper.contract(name, create)
}
