// Errors that nothing caught: a plugin's timer, stream or forgotten promise must not end the daemon (design 4).

import type { Logger } from '../sdk/logger.js'
import type { PluginEntry } from './plugin-list.js'

/**
 * Logs uncaught errors and unhandled rejections from now on, with the plugin whose file stands in the stack. Returns
 * the end of it. Without this Node would end the process and with it the supervision of everything.
 */
export function containStrayErrors(
  log: Pick<Logger, 'critical'>,
  plugins: readonly PluginEntry[],
): () => void {
  const onError = (error: unknown) => log.critical(describeStray(error, plugins))
  process.on('uncaughtException', onError)
  process.on('unhandledRejection', onError)
  return () => {
    process.off('uncaughtException', onError)
    process.off('unhandledRejection', onError)
  }
}

export function describeStray(error: unknown, plugins: readonly PluginEntry[]): string {
  const text = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
  const culprit = findCulprit(text, plugins)
  const who = culprit === undefined ? '' : `plugin ${culprit} failed outside of its hooks: `
  return `${who}an error was caught by nobody, supervisord goes on: ${text}`
}

/** The plugin of the innermost frame that belongs to one. */
function findCulprit(stack: string, plugins: readonly PluginEntry[]): string | undefined {
  for (const frame of stack.split('\n').filter((line) => /^\s+at /.test(line))) {
    const found = plugins.find(({ plugin, file }) => frame.includes(file ?? `/plugins/${plugin.name}/`))
    if (found !== undefined) return found.plugin.name
  }
  return undefined
}
