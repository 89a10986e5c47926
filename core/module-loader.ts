// The module loader: from what a section or option names to the plugin, factory or handler that is meant.

import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Clock } from '../sdk/clock.js'
import type { Section } from '../sdk/config.js'
import type { Logger } from '../sdk/logger.js'
import type { Plugin } from '../sdk/plugin.js'
import type { PluginRequest } from './config/plugin-requests.js'
import { FACTORY_KEYS } from './config/sections.js'
import { ConfigError, type ConfigProblem, UsageError } from './errors.js'
import { settle } from './hook-guard.js'
import type { PluginEntry } from './plugin-list.js'
import { findManifest } from './plugin-manifest.js'
import { describeValue, isPlugin } from './plugin-shape.js'
import { explainPythonName, looksLikePython, PYTHON_NAMES } from './python-names.js'
import { isPath, resolveModule } from './resolve-module.js'

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
}

interface LoadedPlugin {
  readonly plugin: Plugin
  readonly file: string
}

/** A module that is not there, or not as it should be. The message says what to do. */
class LoadError extends Error {
  readonly isMissing: boolean

  constructor(message: string, isMissing = false) {
    super(message)
    this.isMissing = isMissing
  }
}

export function createModuleLoader({ here, clock }: ModuleLoaderOptions): ModuleLoader {
  const urlOf = createUrls()

  async function load(specifier: string): Promise<Loaded> {
    const { name, member } = splitSpecifier(specifier)
    const file = resolveModule(name, here)
    if (file === undefined) throw new LoadError(describeMissing(name, here), true)
    return { found: exportOf(await importFile(file, urlOf(file), clock), member, file), file }
  }

  async function loadPlugin(specifier: string): Promise<LoadedPlugin> {
    const { found, file } = await load(specifier)
    if (isPlugin(found)) return { plugin: found, file }
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
      const { found, file } = await load(specifier)
      return isPlugin(found) ? { plugin: found, file } : undefined
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
          if (loaded !== undefined) entries.push(entryOf(request, loaded))
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

/** `module` or `module:export`; the export is the part after the last colon, as in Python's `module:attribute`. */
function splitSpecifier(specifier: string): { name: string; member: string } {
  const match = /^(.+):([A-Za-z_$][\w$]*)$/.exec(specifier)
  return { name: match?.[1] ?? specifier, member: match?.[2] ?? 'default' }
}

/**
 * Node keeps what it imported, a failure too, for good. A file that has changed since gets another address, so that a
 * restart takes a plugin that was mended.
 */
function createUrls(): (file: string) => string {
  const firstChange = new Map<string, number>()
  return (file) => {
    const { mtimeMs } = statSync(file)
    const first = firstChange.get(file) ?? mtimeMs
    firstChange.set(file, first)
    const { href } = pathToFileURL(file)
    return mtimeMs === first ? href : `${href}?changed=${mtimeMs}`
  }
}

async function importFile(
  file: string,
  url: string,
  clock: Pick<Clock, 'after'>,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await settle(() => import(url), file, 'import', clock)
  } catch (error) {
    const cause = error instanceof Error ? error.cause : error
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_UNKNOWN_FILE_EXTENSION') {
      throw new LoadError(
        `${file} cannot be loaded: Node ${process.versions.node} runs no TypeScript; compile it, or use Node 22.18 or later`,
      )
    }
    throw new LoadError(`${file} cannot be loaded: ${describeCause(cause)}`)
  }
}

function describeCause(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error)
}

/** An export of a module; what a CommonJS module puts on `module.exports` counts too. */
function exportOf(module: Readonly<Record<string, unknown>>, member: string, file: string): unknown {
  const inner = module.default as Readonly<Record<string, unknown>> | null | undefined
  const isObject = typeof inner === 'object' && inner !== null
  // A CommonJS module that a compiler made from `export default` carries it one level down.
  if (member === 'default' && isObject && inner.__esModule === true) return inner.default
  if (Object.hasOwn(module, member)) return module[member]
  if (isObject && Object.hasOwn(inner, member)) return inner[member]
  const names = Object.keys(module).join(', ') || 'nothing'
  throw new LoadError(
    `${file} has no ${member === 'default' ? 'default export' : `export ${member}`}; it exports ${names}`,
  )
}

function describeMissing(name: string, here: string): string {
  if (isPath(name)) return `cannot find the module ${name} (relative to ${here})`
  return `cannot find the module ${name}: neither a file in ${here} nor a package installed there or beside Reeve`
}

/** Where a plugin was named, as messages say it. */
function nameOf({ from, name }: PluginRequest): string {
  return from === 'command-line' ? `--plugin ${name}` : `section ${from}:${name}`
}

function entryOf(request: PluginRequest, { plugin, file }: LoadedPlugin): PluginEntry {
  const { values, source } = request
  return { plugin, file, values, namedBy: nameOf(request), source, manifest: findManifest(file) }
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
