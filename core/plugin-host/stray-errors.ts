// Errors that nothing caught: a plugin's timer, stream or forgotten promise must not end the daemon (design 4).

import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PluginError } from '../errors.js'
import { packageRoot } from '../modules/package-root.js'
import type { PluginEntry } from './plugin-list.js'

/**
 * Tells of uncaught errors and unhandled rejections until the process ends. Without this Node would end it, and with it
 * the supervision of everything.
 */
export function containStrayErrors(blame: (error: unknown) => void): void {
  process.on('uncaughtException', blame)
  process.on('unhandledRejection', blame)
}

export interface StrayError {
  /** What the log says. */
  readonly text: string
  /** The plugin whose file stands in the stack failed; null when none does. */
  readonly failure: PluginError | null
  /** False when the daemon has to end by it. */
  readonly isForgiven: boolean
}

/** Plugins are always forgiven; `forgivesAll` is for the rest, which are bugs of ours. */
export function describeStray(
  error: unknown,
  plugins: readonly PluginEntry[],
  forgivesAll: boolean,
): StrayError {
  const text = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
  const culprit = findCulprit(text, plugins)
  const who = culprit === undefined ? '' : `plugin ${culprit} failed outside of its hooks: `
  const isForgiven = forgivesAll || culprit !== undefined
  return {
    text: `${who}an error was caught by nobody, supervisord ${isForgiven ? 'goes on' : 'ends'}: ${text}`,
    isForgiven,
    failure: culprit === undefined ? null : new PluginError(culprit, 'outside of its hooks', error),
  }
}

/** The plugin of the innermost frame that belongs to one. */
function findCulprit(stack: string, plugins: readonly PluginEntry[]): string | undefined {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  if (frames.length === 0) return undefined
  const places = plugins.map((entry) => ({ name: entry.plugin.name, places: placesOf(entry) }))
  for (const frame of frames) {
    const found = places.find(({ places }) => places.some((place) => frame.includes(place)))
    if (found !== undefined) return found.name
  }
  return undefined
}

/** How the files of a plugin appear in a stack: as paths, or as addresses where they are modules. */
function placesOf({ plugin, file, files, manifest }: PluginEntry): readonly string[] {
  if (file === null) return [`${packageRoot()}/dist/plugins/${plugin.name}/`]
  const paths = files?.() ?? [file]
  const installed = manifest?.file.includes('/node_modules/') ? [`${dirname(manifest.file)}/`] : []
  return [...paths, ...installed].flatMap((path) => [` ${path}`, `(${path}`, pathToFileURL(path).href])
}
