// From a [ctlplugin:x] section to a plugin. One that cannot be had never keeps the other commands from working.

import { dirname } from 'node:path'
import type { CtlPlugin } from '../../sdk/contracts/ctl.js'
import { createSystemClock } from '../clock/system-clock.js'
import type { CtlPluginConfig } from '../config/ctl-config.js'
import { settle } from '../hook-guard.js'
import { createImport } from '../modules/import-module.js'
import { exportOf } from '../modules/module-export.js'
import { createModuleFiles } from '../modules/module-files.js'
import { findManifest } from '../modules/plugin-manifest.js'
import { explainPythonName, looksLikePython } from '../modules/python-names.js'
import { resolveModule } from '../modules/resolve-module.js'
import { ownRequirement, refuseMisfit, requirementOf } from '../modules/version-range.js'
import { describeCtlShape } from '../plugin-host/plugin-shape.js'

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
  const [, path = factory, member = 'default'] = match ?? []
  const file = resolveModule(path, dirname(configFile))
  if (file === undefined) {
    const foreign = looksLikePython(factory) ? explainPythonName(factory) : undefined
    if (foreign !== undefined) return skipped(foreign, true)
    return skipped(`cannot find the module of ${factory}; the section is skipped`)
  }
  try {
    return { plugin: await loadFrom(file, member, factory, values), file }
  } catch (error) {
    return skipped(`${messageOf(error)}; the section is skipped`)
  }
}

/** Rejects with what is wrong, in words. */
async function loadFrom(
  file: string,
  member: string,
  factory: string,
  values: CtlPluginConfig['values'],
): Promise<CtlPlugin> {
  const clock = createSystemClock()
  const manifest = findManifest(file)
  await refuseMisfit(manifest === null ? null : requirementOf(manifest))
  const exported = exportOf(await createImport(createModuleFiles(), clock)(file), member, file)
  const isFactory = typeof exported === 'function'
  const found: unknown = isFactory
    ? await settle(() => (exported as (values: unknown) => unknown)(values), factory, 'its factory', clock)
    : exported
  const problems = describeCtlShape(found)
  if (problems.length > 0) {
    throw new Error(
      `${factory} ${isFactory ? 'gave' : 'exports'} no sound plugin: ${problems.join(', and ')}`,
    )
  }
  const plugin = found as CtlPlugin
  await refuseMisfit(ownRequirement(plugin, file))
  return plugin
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
