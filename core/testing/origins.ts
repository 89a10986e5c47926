// Where something was made, so that a leak is named by the line of the plugin that left it.

import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const KIT = import.meta.dirname + sep
const FRAME = /(?:\(|at (?:async )?)((?:file:\/\/|\/)[^)]*):(\d+):\d+\)?$/

/** Taken where something is made; read only when it was left. */
export function takeStack(): Error {
  const depth = Error.stackTraceLimit
  Error.stackTraceLimit = STACK_DEPTH
  const stack = new Error('made here')
  Error.stackTraceLimit = depth
  return stack
}

/** Node's own frames come first; under a framework they are many. */
const STACK_DEPTH = 30

/** `shout.js:12`, the nearest line that is neither Node's nor this kit's; undefined when there is none. */
export function originOf(stack: Error): string | undefined {
  return callOf(stack)?.origin
}

/** The same, with the line of Node that was called there: what a plugin did, and what Node did on its way. */
export function callOf(stack: Error): { readonly origin: string; readonly called: string } | undefined {
  let called = ''
  for (const line of (stack.stack ?? '').split('\n')) {
    const match = FRAME.exec(line)
    const [, where = '', number] = match ?? []
    const file = where.startsWith('file:') ? fileURLToPath(where.replace(/\?.*$/, '')) : where
    if (match !== null && !file.startsWith(KIT)) return { origin: `${shorten(file)}:${number}`, called }
    called = line
  }
  return undefined
}

/** Installed packages keep to themselves what they hold for a while: idle connections, caches. */
export function isOfPackage(origin: string): boolean {
  return origin.includes(`node_modules${sep}`)
}

function shorten(file: string): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}
