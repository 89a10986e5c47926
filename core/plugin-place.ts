// Where in a plugin's own files an error was thrown: the author must not search for "reading 'foo'" of undefined.

import { packageRoot } from './modules/package-root.js'

/** ` (file:line)` of the innermost frame that is neither Node's nor Reeve's; empty where there is none. */
export function placeInPlugin(error: unknown): string {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return ''
  const own = `${packageRoot()}/`
  for (const line of error.stack.split('\n')) {
    // What calls the taps of a hook is made by tapable as text.
    if (line.includes('eval at ')) continue
    // Modules that were imported afresh have a query behind their name.
    const frame = /^ {4}at (?:.*\()?(?:file:\/\/)?(\/[^\n]+?)(?:\?[^:\n]*)?:(\d+):\d+\)?$/.exec(line)
    if (frame?.[1] === undefined) continue
    const file = decode(frame[1])
    // A plugin with a copy of Reeve has that one in its stacks.
    if (file.startsWith(own) || /\/node_modules\/(reeve|tapable)\//.test(file)) continue
    return ` (${file}:${frame[2]})`
  }
  return ''
}

function decode(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
