// CommonJS programs that start with what V8 compiled for them at the build: in a program that lives for some 40 ms,
// compiling takes 10 of them.

import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'

/** Runs a file, from its cache where that was made by this Node. */
export function runProgram(file: string): void {
  const cache = readCache(file)
  if (cache === undefined) createRequire(file)(file)
  else runScript(compileProgram(file, cache), file)
}

/**
 * The cache of a file for the very Node that runs: V8 looks at its own version only, and dies of the cache of another
 * Node that has the same (20.17 of the one that 20.20 made).
 */
function cacheOf(file: string): string {
  const { size, mtimeMs } = statSync(process.execPath)
  return `${file}.${process.version}-${size}-${Math.trunc(mtimeMs / 1000)}.cache`
}

/** An installation writes the files of a package in any order. */
const TOGETHER_MS = 10_000

/** Undefined where there is none. V8 looks at the length of the source only, so what was changed by hand has none. */
export function readCache(file: string): Buffer | undefined {
  try {
    const cache = cacheOf(file)
    const isStale = statSync(file).mtimeMs - statSync(cache).mtimeMs > TOGETHER_MS
    return isStale ? undefined : readFileSync(cache)
  } catch {
    return undefined
  }
}

/** Keeps what was compiled up to now beside the file. */
export function keepCompiled(program: Script, file: string): void {
  writeFileSync(cacheOf(file), program.createCachedData())
}

/** What Node's own loader puts around a file. */
const HEAD = '(function (exports, require, module, __filename, __dirname) {'
const TAIL = '\n})'

/** Compiles a file that is ASCII, as esbuild writes it, and has no import(). */
export function compileProgram(file: string, cachedData?: Buffer): Script {
  return new Script(HEAD + readFileSync(file, 'latin1') + TAIL, {
    filename: file,
    columnOffset: -HEAD.length,
    cachedData,
  })
}

export function runScript(program: Script, file: string): void {
  const module = { exports: {} }
  program.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file))
}
