// The coded errors of the two hosts: each message says where, what happened and what to do.

import type { SourceLocation } from '../sdk/config.js'

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
  const place: string[] = []
  if (problem.source !== null && problem.source.line > 0) {
    place.push(`${problem.source.file}:${problem.source.line}`)
  }
  if (problem.section !== null) place.push(`section ${problem.section}`)
  if (problem.option !== null) place.push(`option ${problem.option}`)
  const hint = problem.suggestion === undefined ? '' : `; did you mean "${problem.suggestion}"?`
  return place.length === 0 ? problem.text + hint : `${problem.text} [${place.join(', ')}${hint}]`
}

/** A plugin failed in a place where that cannot be ignored. Names the plugin and the hook or step. */
export class PluginError extends Error {
  override readonly name = 'PluginError'
  readonly code = 'REEVE_PLUGIN'
  readonly plugin: string
  readonly step: string

  constructor(plugin: string, step: string, cause: unknown) {
    super(`plugin ${plugin} failed in ${step}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
    this.plugin = plugin
    this.step = step
  }
}
