// What is known about each plugin: `supervisor.plugins`, and `ctl.plugins` for those of supervisorctl.

/**
 * `waiting` until its turn to be applied comes; `applied` from then on; `failed` when its `apply` threw or did not
 * settle; `refused` when it was not applied at all (supervisorctl leaves such a plugin out, the daemon does not start);
 * `disposed` when it was applied and is undone.
 */
export type PluginState = 'waiting' | 'applied' | 'failed' | 'refused' | 'disposed'

/** Something that a plugin did wrong. */
export interface PluginFailure {
  /** Wall-clock milliseconds. */
  readonly at: number
  /**
   * `apply`, `hook stateChange`, `its disposer`, what it brought (`RPC method x.y`, `route GET /x`, `an output sink of
   * 'web' (stdout)`), or `outside of its hooks` for what nothing caught.
   */
  readonly where: string
  readonly message: string
}

/** Files of a plugin that are not what was loaded any more. */
export interface PluginChanges {
  /** Absolute paths. */
  readonly files: readonly string[]
  /**
   * `reload`: only the file that was named has changed, and `supervisorctl reload` takes it. `restart`: Node keeps the
   * modules below it until the daemon is started anew.
   */
  readonly needs: 'reload' | 'restart'
}

/** What a plugin brings to contracts that other plugins own. */
export type PluginContribution = 'rpcMethods' | 'routes' | 'commands'

/** One plugin, as plain data. Lists are sorted, but for `requires` and `hooks`, which keep the plugin's order. */
export interface PluginStatus {
  readonly name: string
  /** Its own, from the plugin object or the package.json above its file; null when nobody says one. */
  readonly version: string | null
  /** Where its code comes from: the program itself, a file beside no `node_modules`, or an installed package. */
  readonly origin: 'built-in' | 'path' | 'package'
  /** The file that was loaded; null for `built-in`. */
  readonly file: string | null
  /** The package that the file belongs to; null when none was found. */
  readonly package: string | null
  /** The section or option that named it, for example `section plugin:cache`; null when none did. */
  readonly namedBy: string | null
  readonly state: PluginState
  readonly requires: readonly string[]
  /** The sections that it owns, and those whose options it extends. */
  readonly sections: readonly string[]
  readonly extends: readonly string[]
  /** The event types that it registers. */
  readonly events: readonly string[]
  /** The hooks that it tapped, those of contracts with the contract's name: `stateChange`, `http.server`. */
  readonly hooks: readonly string[]
  /** `namespace.method`. */
  readonly rpcMethods: readonly string[]
  /** `GET /metrics`. */
  readonly routes: readonly string[]
  /** Commands of supervisorctl; only `ctl.plugins` has any. */
  readonly commands: readonly string[]
  /** The last thing that it did wrong; null when nothing is known. */
  readonly lastError: PluginFailure | null
  /** How often it did something wrong since it was applied. */
  readonly errors: number
  /** Null when its files are those that were loaded. */
  readonly changed: PluginChanges | null
}
