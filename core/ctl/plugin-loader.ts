// From a [ctlplugin:x] section to a plugin. One that cannot be had never keeps the other commands from working.

import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CtlPlugin } from '../../sdk/contracts/ctl.js'
import type { CtlPluginConfig } from '../config/ctl-config.js'
import { explainPythonName, looksLikePython } from '../python-names.js'
import { resolveModule } from '../resolve-module.js'

/** Plugins of ours that a section can name without a module, each loaded when it is named. */
export type BuiltInCtlPlugins = Readonly<Record<string, () => Promise<CtlPlugin>>>

export type LoadedCtlPlugin =
  | { readonly plugin: CtlPlugin; readonly file?: string }
  /** `isForeign`: written for the original, in Python; that is no mistake of the operator. */
  | { readonly problem: string; readonly isForeign: boolean }

/**
 * `module` is a path (from the config file's folder) or a package; `export` is the default export unless named. The
 * export is a plugin, or a function of the section's values that gives one.
 */
export async function loadCtlPlugin(
  { name, factory, values }: CtlPluginConfig,
  configFile: string,
  builtIn: BuiltInCtlPlugins,
): Promise<LoadedCtlPlugin> {
  const skipped = (why: string, isForeign = false) => ({ problem: `[ctlplugin:${name}]: ${why}`, isForeign })
  if (factory === null) return skipped('it does not specify a supervisor.ctl_factory; the section is skipped')
  const load = Object.hasOwn(builtIn, factory) ? builtIn[factory] : undefined
  if (load !== undefined) return { plugin: await load() }
  const match = /^(.+):([A-Za-z_$][\w$]*)$/.exec(factory)
  const file = resolveModule(match?.[1] ?? factory, dirname(configFile))
  if (file === undefined) {
    const foreign = looksLikePython(factory) ? explainPythonName(factory) : undefined
    if (foreign !== undefined) return skipped(foreign, true)
    return skipped(`cannot find the module of ${factory}; the section is skipped`)
  }
  try {
    const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
    const exported = module[match?.[2] ?? 'default']
    const plugin: unknown = typeof exported === 'function' ? await exported(values) : exported
    if (isPlugin(plugin)) return { plugin, file }
    return skipped(`${factory} is no plugin, an object with a name and apply(); the section is skipped`)
  } catch (error) {
    return skipped(`${factory} failed: ${String(error)}; the section is skipped`)
  }
}

function isPlugin(value: unknown): value is CtlPlugin {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'apply' in value &&
    typeof value.apply === 'function'
  )
}
