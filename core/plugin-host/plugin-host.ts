// The plugin host: applies the plugins in the order of the list and undoes them in reverse.

import type { Config } from '../../sdk/config.js'
import type { Disposer, Plugin, PluginOptions } from '../../sdk/plugin.js'
import type { Supervisor } from '../../sdk/supervisor.js'
import { PluginError } from '../errors.js'
import { type GuardServices, logFailure, settle } from '../hook-guard.js'
import type { PluginRecord, PluginRecords } from './plugin-records.js'

export interface PluginHostParts extends Omit<GuardServices, 'records'> {
  readonly supervisor: Supervisor
  /** Of the checked list (`checkPlugins`). */
  readonly records: PluginRecords
  readonly config: Pick<Config, 'sections'>
}

export class PluginHost {
  readonly #parts: PluginHostParts
  readonly #records: readonly PluginRecord[]
  readonly #disposers = new Map<PluginRecord, Disposer>()
  #disposed = false

  constructor(parts: PluginHostParts) {
    this.#parts = parts
    this.#records = parts.records.all
  }

  /** Applies each plugin when the one before it is done. Rejects with the PluginError of the first that fails. */
  async apply(): Promise<void> {
    for (const record of this.#records) {
      if (!this.#disposed && record.state === 'waiting') await this.#applyOne(record)
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

  async #applyOne(record: PluginRecord): Promise<void> {
    const { supervisor, clock, records } = this.#parts
    const { plugin, values } = record.entry
    const options: PluginOptions = { sections: this.#sectionsOf(plugin), values }
    let applying: unknown
    records.setApplying(record)
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
      if (typeof disposer === 'function') this.#disposers.set(record, disposer as Disposer)
      record.state = 'applied'
    } catch (error) {
      record.state = 'failed'
      const failure = this.#explained(error, plugin.name)
      records.failed(failure)
      if (failure.code === 'REEVE_PLUGIN_TIMEOUT') this.#disposeWhenLate(record, applying)
      throw failure
    } finally {
      records.setApplying(null)
    }
    // The daemon was told to leave while this one was under way.
    if (this.#disposed) await this.dispose()
  }

  /** An `apply` that took too long may still finish; what it then holds is released at once. */
  #disposeWhenLate(record: PluginRecord, applying: unknown): void {
    Promise.resolve(applying).then(
      (disposer) => {
        if (typeof disposer !== 'function') return
        this.#disposers.set(record, disposer as Disposer)
        return this.#disposeOne(record)
      },
      (error) => this.#tell(asPluginError(error, record.entry.plugin.name)),
    )
  }

  async #disposeOne(record: PluginRecord): Promise<void> {
    const dispose = this.#disposers.get(record)
    if (dispose === undefined) return
    this.#disposers.delete(record)
    try {
      await settle(dispose, record.entry.plugin.name, 'its disposer', this.#parts.clock)
    } catch (error) {
      this.#tell(asPluginError(error, record.entry.plugin.name))
    }
  }

  #explained(error: unknown, plugin: string): PluginError {
    const failure = asPluginError(error, plugin)
    const cause = this.#parts.records.explain(failure.cause)
    return cause === failure.cause ? failure : new PluginError(plugin, 'apply', cause)
  }

  #tell(failure: PluginError): void {
    this.#parts.records.failed(failure)
    logFailure(this.#parts.log, failure)
  }

  #sectionsOf(plugin: Plugin): PluginOptions['sections'] {
    const own = plugin.sections ?? {}
    return this.#parts.config.sections.filter((section) => Object.hasOwn(own, section.kind))
  }
}

function asPluginError(error: unknown, plugin: string): PluginError {
  return error instanceof PluginError ? error : new PluginError(plugin, 'apply', error)
}
