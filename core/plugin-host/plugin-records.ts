// What is known about each plugin of a supervisor while it runs: where it stands, what it tapped, what it did wrong.

import type { Logger } from '../../sdk/logger.js'
import type { PluginContribution, PluginState, PluginStatus } from '../../sdk/plugin-status.js'
import { nearest } from '../config/suggest.js'
import { PluginError } from '../errors.js'
import { logFailure } from '../hook-guard.js'
import { REEVE_VERSION } from '../version.js'
import type { PluginEntry } from './plugin-list.js'
import type { StrayError } from './stray-errors.js'

/** One plugin of the list. The host moves `state`; the rest is told through PluginRecords. */
export interface PluginRecord {
  readonly entry: PluginEntry
  state: PluginState
  errors: number
  lastError: PluginStatus['lastError']
  readonly hooks: Set<string>
  readonly contributions: Readonly<Record<PluginContribution, Set<string>>>
}

/** What Node says of `hooks.misspelled.tap`. */
const TAPS_NOTHING = /undefined \(reading '(?:tap|intercept)/

export class PluginRecords {
  readonly all: readonly PluginRecord[]
  readonly #byName: ReadonlyMap<string, PluginRecord>
  readonly #now: () => number
  /** Whose `apply` runs: taps are its own, whatever name it gave them. */
  #applying: PluginRecord | null = null
  #missed: { readonly hook: string; readonly known: readonly string[] } | null = null
  /** Taps under other names than their plugin's. */
  readonly #owners = new Map<string, PluginRecord>()

  constructor(entries: readonly PluginEntry[], now: () => number) {
    this.#now = now
    this.all = entries.map((entry) => ({
      entry,
      state: 'waiting',
      errors: 0,
      lastError: null,
      hooks: new Set(),
      contributions: { rpcMethods: new Set(), routes: new Set(), commands: new Set() },
    }))
    this.#byName = new Map(this.all.map((record) => [record.entry.plugin.name, record]))
    for (const record of this.all) {
      const { leftOut } = record.entry
      if (leftOut === undefined) continue
      record.state = 'failed'
      this.failed(leftOut)
    }
  }

  /** Says whose `apply` runs from now on; null when none does. */
  setApplying(record: PluginRecord | null): void {
    this.#applying = record
    this.#missed = null
  }

  missed(hook: string, known: readonly string[]): void {
    this.#missed = { hook, known }
  }

  /** What an error in `apply` means that only names the missing member: that there is no such hook. */
  explain(error: unknown): unknown {
    if (this.#missed === null || !(error instanceof TypeError && TAPS_NOTHING.test(error.message)))
      return error
    const { hook, known } = this.#missed
    const meant = nearest(hook, known)
    const hint = meant === undefined ? `the hooks are ${known.join(', ')}` : `did you mean ${meant}?`
    return reworded(error, `there is no hook ${hook}; ${hint}`)
  }

  tapped(tap: string, hook: string): void {
    if (this.#applying !== null && !this.#byName.has(tap)) this.#owners.set(tap, this.#applying)
    this.#find(tap)?.hooks.add(hook)
  }

  failed(error: PluginError): void {
    const record = this.#find(error.plugin)
    if (record === undefined) return
    record.errors += 1
    const { cause, step } = error
    const message = cause instanceof Error ? cause.message : String(cause)
    record.lastError = { at: this.#now(), where: step, message }
  }

  /** What failed outside of the hooks, where nobody else logs it by the plugin's name. */
  blame(plugin: string, where: string, error: unknown, log: Logger): void {
    const failure = new PluginError(plugin, where, error)
    this.failed(failure)
    logFailure(log, failure)
  }

  /** Logs an error that nothing caught. True when the daemon goes on. */
  blameStray({ text, failure, isForgiven }: StrayError, log: Pick<Logger, 'critical'>): boolean {
    if (failure !== null) this.failed(failure)
    log.critical(text)
    return isForgiven
  }

  credit(tap: string, contribution: PluginContribution, what: string): void {
    this.#find(tap)?.contributions[contribution].add(what)
  }

  get statuses(): readonly PluginStatus[] {
    return this.all.map(describe)
  }

  #find(tap: string): PluginRecord | undefined {
    return this.#byName.get(tap) ?? this.#owners.get(tap)
  }
}

/** The same error in other words: its stack still leads to the tap. */
function reworded(error: TypeError, message: string): TypeError {
  const clearer = new TypeError(message, { cause: error })
  const frames = error.stack?.split('\n').filter((line) => /^ {4}at /.test(line)) ?? []
  clearer.stack = [`TypeError: ${message}`, ...frames].join('\n')
  return clearer
}

function describe({ entry, state, errors, lastError, hooks, contributions }: PluginRecord): PluginStatus {
  const { plugin, file, manifest, namedBy } = entry
  const inPackage = file?.includes('/node_modules/') === true
  return {
    name: plugin.name,
    version: plugin.version ?? (file === null ? REEVE_VERSION : (manifest?.version ?? null)),
    origin: file === null ? 'built-in' : inPackage ? 'package' : 'path',
    file,
    package: manifest?.name ?? null,
    namedBy,
    state,
    requires: plugin.requires ?? [],
    sections: Object.keys(plugin.sections ?? {}).sort(),
    extends: Object.keys(plugin.extends ?? {}).sort(),
    events: Object.keys(plugin.events ?? {}).sort(),
    hooks: [...hooks],
    rpcMethods: [...contributions.rpcMethods].sort(),
    routes: [...contributions.routes].sort(),
    commands: [...contributions.commands].sort(),
    lastError,
    errors,
    changed: entry.changes?.() ?? null,
  }
}
