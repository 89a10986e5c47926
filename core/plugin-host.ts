// The plugin host: applies the plugins in the order of the list and undoes them in reverse.

import type { Config } from '../sdk/config.js'
import type { Disposer, Plugin, PluginOptions } from '../sdk/plugin.js'
import type { Supervisor } from '../sdk/supervisor.js'
import { PluginError } from './errors.js'
import { type GuardServices, logFailure, settle } from './hook-guard.js'
import type { PluginEntry } from './plugin-list.js'

/** `waiting` until its turn comes; `failed` keeps its error; `disposed` when it was applied and is undone. */
export type PluginState = 'waiting' | 'applied' | 'failed' | 'disposed'

export interface PluginStatus {
  readonly name: string
  readonly state: PluginState
  /** What went wrong, in `apply` or in its disposer. */
  readonly error: PluginError | null
  /** The section or option that named it; null for the standard list. */
  readonly namedBy: string | null
}

export interface PluginHostParts extends GuardServices {
  readonly supervisor: Supervisor
  /** The checked list (`checkPlugins`). */
  readonly plugins: readonly PluginEntry[]
  readonly config: Pick<Config, 'sections'>
}

interface HostedPlugin {
  readonly entry: PluginEntry
  state: PluginState
  error: PluginError | null
  dispose: Disposer | null
}

export class PluginHost {
  readonly #parts: PluginHostParts
  readonly #records: readonly HostedPlugin[]
  #disposed = false

  constructor(parts: PluginHostParts) {
    this.#parts = parts
    this.#records = parts.plugins.map((entry) => ({ entry, state: 'waiting', error: null, dispose: null }))
  }

  /** Every plugin of the list, in its order. */
  get plugins(): readonly PluginStatus[] {
    return this.#records.map(({ entry, state, error }) => ({
      name: entry.plugin.name,
      state,
      error,
      namedBy: entry.namedBy,
    }))
  }

  /** Applies each plugin when the one before it is done. Rejects with the PluginError of the first that fails. */
  async apply(): Promise<void> {
    for (const record of this.#records) {
      if (!this.#disposed) await this.#applyOne(record)
    }
  }

  /** Runs the disposers of what was applied, last in, first out. A failure is logged and the rest run. */
  async dispose(): Promise<void> {
    this.#disposed = true
    for (const record of [...this.#records].reverse()) {
      if (record.state !== 'applied') continue
      record.state = 'disposed'
      await this.#disposeOne(record)
    }
  }

  async #applyOne(record: HostedPlugin): Promise<void> {
    const { supervisor, clock } = this.#parts
    const { plugin, values } = record.entry
    const options: PluginOptions = { sections: this.#sectionsOf(plugin), values }
    let applying: unknown
    try {
      const disposer = await settle(
        () => {
          applying = plugin.apply(supervisor, options)
          return applying
        },
        plugin.name,
        'apply',
        clock,
      )
      if (typeof disposer === 'function') record.dispose = disposer as Disposer
      record.state = 'applied'
    } catch (error) {
      record.state = 'failed'
      record.error = asPluginError(error, plugin.name)
      this.#disposeWhenLate(record, applying)
      throw record.error
    }
    // The daemon was told to leave while this one was under way.
    if (this.#disposed) await this.dispose()
  }

  /** An `apply` that took too long may still finish; what it then holds is released at once. */
  #disposeWhenLate(record: HostedPlugin, applying: unknown): void {
    if (record.error?.code !== 'REEVE_PLUGIN_TIMEOUT') return
    Promise.resolve(applying).then(
      (disposer) => {
        if (typeof disposer !== 'function') return
        record.dispose = disposer as Disposer
        return this.#disposeOne(record)
      },
      (error) => logFailure(this.#parts.log, asPluginError(error, record.entry.plugin.name)),
    )
  }

  async #disposeOne(record: HostedPlugin): Promise<void> {
    const { dispose } = record
    if (dispose === null) return
    record.dispose = null
    try {
      await settle(dispose, record.entry.plugin.name, 'its disposer', this.#parts.clock)
    } catch (error) {
      record.error = asPluginError(error, record.entry.plugin.name)
      logFailure(this.#parts.log, record.error)
    }
  }

  #sectionsOf(plugin: Plugin): PluginOptions['sections'] {
    const own = plugin.sections ?? {}
    return this.#parts.config.sections.filter((section) => Object.hasOwn(own, section.kind))
  }
}

function asPluginError(error: unknown, plugin: string): PluginError {
  return error instanceof PluginError ? error : new PluginError(plugin, 'apply', error)
}
