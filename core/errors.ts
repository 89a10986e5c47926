// The coded errors of the two hosts: each message says where, what happened and what to do.

import type { SourceLocation } from '../sdk/config.js'
import { placeInPlugin } from './plugin-place.js'

/** One thing that is wrong with a configuration. `text` is Supervisor's own message where it has one. */
export interface ConfigProblem {
  readonly text: string
  readonly source: SourceLocation | null
  readonly section: string | null
  readonly option: string | null
  /** A near name that was probably meant. */
  readonly suggestion?: string | undefined
}

/** The command line or the start itself is wrong: `Error: ...`, exit 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
  readonly code: string = 'REEVE_USAGE'
}

/** The configuration is wrong. `problems` holds all of them, in the order in which Supervisor would meet them. */
export class ConfigError extends UsageError {
  override readonly name = 'ConfigError'
  override readonly code = 'REEVE_CONFIG'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(describeProblem).join('\n'))
    this.problems = problems
  }
}

/**
 * One line: Supervisor's text, then `[file:line, section s, option o; did you mean "x"?]`. The text comes first and
 * unchanged, because scripts match it.
 */
export function describeProblem(problem: ConfigProblem): string {
  const place = lineOf(problem.source)
  if (problem.section !== null) place.push(`section ${problem.section}`)
  if (problem.option !== null) place.push(`option ${problem.option}`)
  const hint = problem.suggestion === undefined ? '' : `; did you mean "${problem.suggestion}"?`
  const text = abbreviate(problem.text)
  return printable(place.length === 0 ? text + hint : `${text} [${place.join(', ')}${hint}]`)
}

/** The beginning of a place: nothing where no line is known. */
function lineOf(source: SourceLocation | null): string[] {
  return source !== null && source.line > 0 ? [`${source.file}:${source.line}`] : []
}

const SHOWN_BEGINNING = 1_000
const SHOWN_END = 500

/** Texts quote what they complain of, and that may be a megabyte. */
function abbreviate(text: string): string {
  const leftOut = text.length - SHOWN_BEGINNING - SHOWN_END
  if (leftOut <= SHOWN_BEGINNING) return text
  return `${text.slice(0, SHOWN_BEGINNING)}... ${leftOut} characters ...${text.slice(-SHOWN_END)}`
}

/** A terminal would obey control characters of a file that is none of ours. */
function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}

/** How a plugin can fail while it runs, by code. */
export const PLUGIN_FAILURES = {
  REEVE_PLUGIN: 'it threw, or its promise was rejected',
  REEVE_PLUGIN_PROMISE: 'it returned a promise to a hook that does not wait',
  REEVE_PLUGIN_TIMEOUT: 'its promise did not settle in time',
  REEVE_PLUGIN_RESULT: 'it returned something that the hook cannot use',
} as const

/** A plugin failed in a place where that cannot be ignored. Names the plugin and the hook or step. */
export class PluginError extends Error {
  override readonly name = 'PluginError'
  readonly code: keyof typeof PLUGIN_FAILURES
  readonly plugin: string
  readonly step: string

  constructor(
    plugin: string,
    step: string,
    cause: unknown,
    code: keyof typeof PLUGIN_FAILURES = 'REEVE_PLUGIN',
  ) {
    const text = cause instanceof Error ? cause.message : String(cause)
    super(`plugin ${plugin} failed in ${step}: ${text}${placeInPlugin(cause)}`, { cause })
    this.code = code
    this.plugin = plugin
    this.step = step
  }
}

/** What can be wrong with the list of plugins before any of them runs, by code. */
export const PLUGIN_PROBLEMS = {
  REEVE_PLUGIN_SHAPE: 'a field of the plugin object is missing or of the wrong kind',
  REEVE_PLUGIN_DUPLICATE: 'two plugins have one name',
  REEVE_PLUGIN_REQUIRES: 'a plugin that must come before it is missing, comes later, or requires it in turn',
  REEVE_PLUGIN_OWNER: 'a section, an option or an event has an owner already',
  REEVE_PLUGIN_EVENT: 'the parent of an event does not exist',
} as const

export type PluginProblemCode = keyof typeof PLUGIN_PROBLEMS

export interface PluginProblem {
  readonly code: PluginProblemCode
  readonly plugin: string
  readonly text: string
  /** The section or option that named the plugin; null for the standard list. */
  readonly namedBy: string | null
  readonly source: SourceLocation | null
}

/** The list of plugins cannot be used: `Error: ...`, exit 2. `problems` holds all of them. */
export class PluginSetupError extends UsageError {
  override readonly name = 'PluginSetupError'
  override readonly code = 'REEVE_PLUGIN_SETUP'
  readonly problems: readonly PluginProblem[]

  constructor(problems: readonly PluginProblem[]) {
    super(problems.map(describePluginProblem).join('\n'))
    this.problems = problems
  }
}

/** One line: `plugin cache: what is wrong [/etc/x.conf:3, section plugin:cache]`. */
export function describePluginProblem({ plugin, text, namedBy, source }: PluginProblem): string {
  const place = lineOf(source)
  if (namedBy !== null) place.push(namedBy)
  return `plugin ${plugin}: ${text}${place.length === 0 ? '' : ` [${place.join(', ')}]`}`
}
