// Errors that nothing caught: a plugin's timer, stream or forgotten promise must not end the daemon (design 4).

import { PluginError } from './errors.js'
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
}

export function describeStray(error: unknown, plugins: readonly PluginEntry[]): StrayError {
  const text = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
  const culprit = findCulprit(text, plugins)
  const who = culprit === undefined ? '' : `plugin ${culprit} failed outside of its hooks: `
  return {
    text: `${who}an error was caught by nobody, supervisord goes on: ${text}`,
    failure: culprit === undefined ? null : new PluginError(culprit, 'outside of its hooks', error),
  }
}

/** The plugin of the innermost frame that belongs to one. */
function findCulprit(stack: string, plugins: readonly PluginEntry[]): string | undefined {
  for (const frame of stack.split('\n').filter((line) => /^\s+at /.test(line))) {
    const found = plugins.find(({ plugin, file }) => frame.includes(file ?? `/plugins/${plugin.name}/`))
    if (found !== undefined) return found.plugin.name
  }
  return undefined
}
