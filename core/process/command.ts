// From a command line to a file and its arguments: POSIX word splitting and the search in PATH.

import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { packageRoot } from '../modules/package-root.js'
import { pythonRepr } from '../python-repr.js'

/** Why a command cannot be run; `fault` is what a start request answers. */
export class CommandError extends Error {
  readonly fault: 'NO_FILE' | 'NOT_EXECUTABLE'

  constructor(fault: 'NO_FILE' | 'NOT_EXECUTABLE', message: string) {
    super(message)
    this.fault = fault
  }
}

/**
 * Splits like a POSIX shell without any expansion: quotes, backslashes, no comments (CFG-PROG-01). Throws a plain Error
 * with Supervisor's reason for an open quote or a trailing backslash.
 */
export function splitCommand(command: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let at = 0
  while (at < command.length) {
    const character = command.charAt(at)
    at += 1
    if (/[ \t\r\n]/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
      continue
    }
    word ??= ''
    if (character === '\\') {
      if (at >= command.length) throw new Error('No escaped character')
      word += command.charAt(at)
      at += 1
    } else if (character === "'") {
      const end = command.indexOf("'", at)
      if (end < 0) throw new Error('No closing quotation')
      word += command.slice(at, end)
      at = end + 1
    } else if (character === '"') {
      const quoted = readDoubleQuoted(command, at)
      word += quoted.text
      at = quoted.end
    } else {
      word += character
    }
  }
  if (word !== undefined) words.push(word)
  return words
}

/** Inside double quotes a backslash escapes only a quote and itself. */
function readDoubleQuoted(command: string, start: number): { text: string; end: number } {
  let text = ''
  for (let at = start; at < command.length; at += 1) {
    const character = command.charAt(at)
    if (character === '"') return { text, end: at + 1 }
    if (character !== '\\') {
      text += character
      continue
    }
    at += 1
    const escaped = command.charAt(at)
    if (escaped === '') throw new Error('No escaped character')
    text += escaped === '"' || escaped === '\\' ? escaped : `\\${escaped}`
  }
  throw new Error('No closing quotation')
}

/** Where a command is looked for. */
export interface CommandSearch {
  /** PATH of the child's environment. */
  readonly path: string | undefined
  /** The program's `directory`. */
  readonly directory: string | null
}

const DEFAULT_PATH = ['/bin', '/usr/bin', '/usr/local/bin']

/**
 * Finds what is executed (LIFE-36 to LIFE-38). Throws a CommandError.
 *
 * Differs from Supervisor: a relative path is looked up where it will be executed, in `directory`, and not in the
 * daemon's own directory (EDGE-51; test "a relative command is looked up from directory=").
 */
export function resolveCommand(
  command: string,
  search: CommandSearch,
): { readonly file: string; readonly argv: readonly string[] } {
  const argv = parse(command)
  const program = argv[0]
  if (program === undefined) throw new CommandError('NOT_EXECUTABLE', 'command is empty')
  return { file: resolveProgram(program, search), argv }
}

/** The file of the first word alone. Throws a CommandError. */
export function resolveProgram(program: string, search: CommandSearch): string {
  const file = locate(program, search)
  if (file === undefined) throw new CommandError('NO_FILE', `can't find command ${pythonRepr(program)}`)
  checkExecutable(file)
  return file
}

function parse(command: string): string[] {
  try {
    return splitCommand(command)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError('NOT_EXECUTABLE', `can't parse command ${pythonRepr(command)}: ${reason}`)
  }
}

function locate(program: string, search: CommandSearch): string | undefined {
  if (program.includes('/')) {
    const file =
      isAbsolute(program) || search.directory === null ? program : resolve(search.directory, program)
    return existsSync(file) ? file : undefined
  }
  // The first entry that exists wins, even when it cannot be executed (EDGE-56).
  const directories = search.path === undefined || search.path === '' ? DEFAULT_PATH : search.path.split(':')
  for (const directory of directories) {
    const file = /^$|\/$/.test(directory) ? directory + program : `${directory}/${program}`
    if (existsSync(file)) return file
  }
  return locateOwn(program)
}

/** Programs for configurations to start. They replace Python's, which were installed where PATH leads. */
const OWN_PROGRAMS = [
  'pidproxy',
  'supervisor_stdout',
  'reeve-node',
  'httpok',
  'memmon',
  'crashmail',
  'crashmailbatch',
  'fatalmailbatch',
]

// Differs from Supervisor, which has nothing to look for beside itself. (Test: "a program that comes with Reeve is
// found where PATH does not lead to it".)
function locateOwn(program: string): string | undefined {
  if (!OWN_PROGRAMS.includes(program)) return undefined
  const file = join(packageRoot(), 'core', 'bin', program)
  return existsSync(file) ? file : undefined
}

function checkExecutable(file: string): void {
  const status = statSync(file)
  const quoted = pythonRepr(file)
  if (status.isDirectory()) throw new CommandError('NOT_EXECUTABLE', `command at ${quoted} is a directory`)
  if ((status.mode & 0o111) === 0)
    throw new CommandError('NOT_EXECUTABLE', `command at ${quoted} is not executable`)
  try {
    accessSync(file, constants.X_OK)
  } catch {
    throw new CommandError('NOT_EXECUTABLE', `no permission to run command ${quoted}`)
  }
}
