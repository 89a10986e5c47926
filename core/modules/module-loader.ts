// The module loader: from what a section or option names to the plugin, factory or handler that is meant.

import type { Clock } from '../../sdk/clock.js'
import type { Section } from '../../sdk/config.js'
import type { Logger } from '../../sdk/logger.js'
import type { Plugin } from '../../sdk/plugin.js'
import type { PluginRequest } from '../config/plugin-requests.js'
import { FACTORY_KEYS } from '../config/sections.js'
import { ConfigError, type ConfigProblem, UsageError } from '../errors.js'
import type { PluginEntry } from '../plugin-host/plugin-list.js'
import { describeValue, isPlugin } from '../plugin-host/plugin-shape.js'
import { createImport, LoadError } from './import-module.js'
import { exportOf } from './module-export.js'
import { createModuleFiles, type ModuleFiles } from './module-files.js'
import { findManifest, type PluginManifest } from './plugin-manifest.js'
import { explainPythonName, looksLikePython, PYTHON_NAMES } from './python-names.js'
import { isPath, resolveModule } from './resolve-module.js'
import { ownRequirement, refuseMisfit, requirementOf } from './version-range.js'

export interface ModuleLoaderOptions {
  /** The config file's folder: relative paths and packages are looked up from here. */
  readonly here: string
  readonly clock: Pick<Clock, 'after'>
}

export interface ModuleLoader {
  /**
   * The plugins that are asked for, in that order (`readPluginRequests`). Rejects with a ConfigError with all that
   * cannot be loaded, or a UsageError for one of the command line.
   */
  loadPlugins(requests: readonly PluginRequest[]): Promise<readonly PluginEntry[]>
  /** `supervisor.loadModule` (sdk/supervisor.ts), with the log for the warning. */
  loadExport(specifier: string, section: Section, log: Pick<Logger, 'warn'>): Promise<unknown>
}

interface Loaded {
  readonly found: unknown
  readonly file: string
  readonly manifest: PluginManifest | null
}

type LoadedPlugin = Omit<Loaded, 'found'> & { readonly plugin: Plugin }

export function createModuleLoader({ here, clock }: ModuleLoaderOptions): ModuleLoader {
  const files = createModuleFiles()
  const importFile = createImport(files, clock)

  async function load(specifier: string): Promise<Loaded> {
    const { name, member } = splitSpecifier(specifier)
    const file = resolveModule(name, here)
    if (file === undefined) throw new LoadError(describeMissing(name, here), true)
    const manifest = findManifest(file)
    // Before the import: code for another release may fail in ways that nobody understands.
    await refuseMisfit(manifest === null ? null : requirementOf(manifest))
    return { found: exportOf(await importFile(file), member, file), file, manifest }
  }

  async function loadPlugin(specifier: string): Promise<LoadedPlugin> {
    const { found, ...rest } = await load(specifier)
    if (isPlugin(found)) return fitting({ plugin: found, ...rest })
    const what = describeValue(found)
    throw new LoadError(`${specifier} exports ${what}, not a plugin: an object with a name and apply()`)
  }

  /** Undefined for what is no plugin and need not be one. */
  async function find({ from, module }: PluginRequest): Promise<LoadedPlugin | undefined> {
    return from === 'rpcinterface' ? findFactory(module) : loadPlugin(module)
  }

  /** A factory may be of any kind; only one that is a plugin belongs into the list. */
  async function findFactory(specifier: string): Promise<LoadedPlugin | undefined> {
    if (Object.hasOwn(PYTHON_NAMES, specifier)) return undefined
    try {
      const { found, ...rest } = await load(specifier)
      return isPlugin(found) ? await fitting({ plugin: found, ...rest }) : undefined
    } catch (error) {
      // Another plugin may offer a factory of that name; whoever asks for it warns if none does.
      if (error instanceof LoadError && error.isMissing && looksLikePython(specifier)) return undefined
      throw error
    }
  }

  return {
    async loadPlugins(requests) {
      const problems: ConfigProblem[] = []
      const entries: PluginEntry[] = []
      for (const request of requests) {
        try {
          const loaded = await find(request)
          if (loaded !== undefined) entries.push(entryOf(request, loaded, files))
        } catch (error) {
          if (request.from === 'command-line') throw new UsageError(`${nameOf(request)}: ${messageOf(error)}`)
          problems.push(problemOf(request, error))
        }
      }
      if (problems.length > 0) throw new ConfigError(problems)
      return onePerModule(entries)
    },
    async loadExport(specifier, section, log) {
      if (Object.hasOwn(PYTHON_NAMES, specifier)) {
        warnOfPython(specifier, section, log)
        return undefined
      }
      try {
        return (await load(specifier)).found
      } catch (error) {
        if (!(error instanceof LoadError && error.isMissing && looksLikePython(specifier))) {
          throw new UsageError(`[${section.header}]: ${messageOf(error)}`, { cause: error })
        }
        warnOfPython(specifier, section, log)
        return undefined
      }
    },
  }
}

/** Rejects when the plugin says that it is made for other releases. */
async function fitting(loaded: LoadedPlugin): Promise<LoadedPlugin> {
  await refuseMisfit(ownRequirement(loaded.plugin, loaded.file))
  return loaded
}

/** `module` or `module:export`; the export is the part after the last colon, as in Python's `module:attribute`. */
function splitSpecifier(specifier: string): { name: string; member: string } {
  const match = /^(.+):([A-Za-z_$][\w$]*)$/.exec(specifier)
  return { name: match?.[1] ?? specifier, member: match?.[2] ?? 'default' }
}

function describeMissing(name: string, here: string): string {
  if (isPath(name)) return `cannot find the module ${name} (relative to ${here})`
  return `cannot find the module ${name}: neither a file in ${here} nor a package installed there or beside Reeve`
}

/** Where a plugin was named, as messages say it. */
function nameOf({ from, name }: PluginRequest): string {
  return from === 'command-line' ? `--plugin ${name}` : `section ${from}:${name}`
}

function entryOf(request: PluginRequest, loaded: LoadedPlugin, files: ModuleFiles): PluginEntry {
  const { values, source } = request
  // Of this load: when a later one is refused, this one still runs.
  const then = files.latest(loaded.file)
  return {
    ...loaded,
    values,
    namedBy: nameOf(request),
    source,
    files: () => then?.files ?? [loaded.file],
    changes: () => (then === undefined ? null : files.changesSince(then)),
  }
}

function problemOf({ from, name, source }: PluginRequest, error: unknown): ConfigProblem {
  const option = FACTORY_KEYS[from] ?? null
  return { text: messageOf(error), source, section: `${from}:${name}`, option }
}

/** A module that is named twice is one plugin: its first place counts. */
function onePerModule(entries: readonly PluginEntry[]): readonly PluginEntry[] {
  return entries.filter(
    (entry, index) => entries.findIndex(({ plugin }) => plugin === entry.plugin) === index,
  )
}

function warnOfPython(specifier: string, section: Section, log: Pick<Logger, 'warn'>): void {
  const why = explainPythonName(specifier)
  if (why !== undefined) log.warn(`[${section.header}]: ${why}`)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
