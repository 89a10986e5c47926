// Imports the file of a plugin, and says what to do where Node would only say what it does not like.

import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Clock } from '../../sdk/clock.js'
import { PluginError } from '../errors.js'
import { SETTLE_LIMIT_MS, settle } from '../hook-guard.js'
import type { LoadedFiles, ModuleFiles } from './module-files.js'
import { findsReeve, offerOwnSdk } from './own-sdk.js'

export type ImportedModule = Readonly<Record<string, unknown>>

/** A module that is not there, or not as it should be. The message says what to do. */
export class LoadError extends Error {
  readonly isMissing: boolean

  constructor(message: string, isMissing = false) {
    super(message)
    this.isMissing = isMissing
  }
}

/**
 * Node keeps what it imported, a failure too, for good. A file that has changed since the last import gets another
 * address, so that a reload takes a plugin that was mended. Rejects with a LoadError.
 */
export function createImport(files: ModuleFiles, clock: Pick<Clock, 'after'>) {
  const urls = new Map<string, string>()
  let reloads = 0

  function addressOf(file: string): { readonly url: string; readonly loaded: LoadedFiles } {
    const known = urls.get(file)
    const latest = files.latest(file)
    if (known !== undefined && latest !== undefined && !files.isTouched(latest))
      return { url: known, loaded: latest }
    // A module for `require` is kept by its path alone.
    delete createRequire(file).cache[file]
    const { href } = pathToFileURL(file)
    const url = known === undefined ? href : `${href}?reload=${++reloads}`
    urls.set(file, url)
    return { url, loaded: files.remember(file) }
  }

  return async (file: string): Promise<ImportedModule> => {
    const { url, loaded } = addressOf(file)
    if (loaded.importsReeve && !findsReeve(file)) offerOwnSdk()
    try {
      return await settle(() => import(url), file, 'import', clock)
    } catch (error) {
      throw new LoadError(`${file} cannot be loaded: ${explainFailure(error, file)}`)
    }
  }
}

const NODE = `Node ${process.versions.node}`
const FIRST_TYPESCRIPT = 'compile it, or use Node 22.18 or later'

/** By the code of Node's error. */
const ADVICE: Readonly<Record<string, string>> = {
  ERR_NO_TYPESCRIPT: `${NODE} runs no TypeScript; ${FIRST_TYPESCRIPT}`,
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING:
    'Node runs no TypeScript inside node_modules; the package has to be compiled',
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX:
    'it uses TypeScript that is more than types, such as enums; compile it, or write it without (tsc checks that with erasableSyntaxOnly)',
}

function explainFailure(error: unknown, file: string): string {
  if (!(error instanceof PluginError)) return explain(error, file)
  if (error.code !== 'REEVE_PLUGIN_TIMEOUT') return explain(error.cause, file)
  return `what it awaits at its top level did not settle in ${SETTLE_LIMIT_MS / 1_000} seconds`
}

function explain(error: unknown, file: string): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?tsx?\b/.test(error.message)) {
    return `${NODE} runs no TypeScript; ${FIRST_TYPESCRIPT}`
  }
  const firstLine = `${error.name}: ${error.message.split('\n')[0]}`
  if (Object.hasOwn(ADVICE, code)) return `${firstLine}: ${ADVICE[code]}`
  if (code === 'MODULE_NOT_FOUND' && /'reeve\b/.test(error.message)) {
    return `${firstLine}; require() finds Reeve only where it is installed: write the plugin as a module (.mjs) with import`
  }
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return `${firstLine.replace(/ imported from .*/, '')}; what it imports has to be there, or installed beside it`
  }
  if (isModuleTakenForCommonJs(error, file)) {
    return `${firstLine}: ${NODE} takes it for CommonJS; name it .mjs, or put a package.json with "type": "module" beside it`
  }
  const place = placeOf(error)
  if (place === undefined && error.name === 'SyntaxError')
    return `${firstLine}; "node ${file}" shows the line`
  return place === undefined ? firstLine : `${firstLine} (${place})`
}

function isModuleTakenForCommonJs(error: Error, file: string): boolean {
  return (
    error.name === 'SyntaxError' &&
    ['.js', '.ts'].includes(extname(file)) &&
    /Unexpected token 'export'|Cannot use import statement/.test(error.message)
  )
}

/** File and line: of the innermost frame that is no part of Node, or what Node puts before the stack. */
function placeOf({ stack = '' }: Error): string | undefined {
  const found =
    /^(?:file:\/\/)?(\/[^\n]+?)(?:\?[^:\n]*)?:(\d+)\n/.exec(stack) ??
    /\n {4}at (?:.*\()?(?:file:\/\/)?(\/[^\n]+?)(?:\?[^:\n]*)?:(\d+):\d+/.exec(stack)
  return found === null ? undefined : `${found[1]}:${found[2]}`
}
