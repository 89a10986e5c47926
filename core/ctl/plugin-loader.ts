// From a [ctlplugin:x] section to a plugin. One that cannot be had never keeps the other commands from working.

import { createRequire } from 'node:module'
import { dirname, isAbsolute, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CtlPlugin } from '../../sdk/contracts/ctl.js'

export interface CtlPluginSection {
  /** What stands behind `ctlplugin:`. */
  readonly name: string
  /** `module:export`, as `supervisor.ctl_factory` has it; null when the key is missing. */
  readonly factory: string | null
  readonly values: Readonly<Record<string, string>>
}

export type LoadedCtlPlugin =
  | { readonly plugin: CtlPlugin }
  /** `isForeign`: written for the original, in Python; that is no mistake of the operator. */
  | { readonly problem: string; readonly isForeign: boolean }

/**
 * `module` is a path (absolute or from the config file) or a package; `export` is the default export unless named. The
 * export is a plugin, or a function of the section's values that gives one.
 */
export async function loadCtlPlugin(
  section: CtlPluginSection,
  configFile: string | null,
): Promise<LoadedCtlPlugin> {
  const where = `[ctlplugin:${section.name}]`
  const { factory } = section
  if (factory === null)
    return { problem: `${where} does not specify a supervisor.ctl_factory`, isForeign: false }
  const [, module = factory, name = 'default'] = /^(.*?)(?::([^:/\\]*))?$/s.exec(factory) ?? []
  const base = configFile === null ? process.cwd() : dirname(resolve(configFile))
  let file: string
  try {
    file = locate(module, base)
  } catch {
    return {
      problem: `${where} is left out: ${factory} is no JavaScript module that can be found`,
      isForeign: /^\w+(\.\w+)*$/.test(module),
    }
  }
  try {
    const exported: unknown = ((await import(pathToFileURL(file).href)) as Record<string, unknown>)[name]
    const plugin: unknown = typeof exported === 'function' ? await exported(section.values) : exported
    if (isPlugin(plugin)) return { plugin }
    return {
      problem: `${where} is left out: ${factory} is no plugin with a name and apply()`,
      isForeign: false,
    }
  } catch (error) {
    return { problem: `${where} is left out: ${factory} failed: ${String(error)}`, isForeign: false }
  }
}

function locate(module: string, base: string): string {
  const require = createRequire(resolve(base, 'config'))
  return require.resolve(module.startsWith('.') || isAbsolute(module) ? resolve(base, module) : module)
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
