// Where commands are found, for requests and for spawns.

import type { ProcessConfig } from '../../sdk/config.js'
import { resolveCommand } from './command.js'

export interface FoundCommand {
  readonly file: string
  readonly argv: readonly string[]
}

export class CommandFinder {
  readonly #daemonPath: string | undefined
  /** What was found in this turn of the event loop. */
  readonly #found = new Map<string, FoundCommand>()

  constructor(daemonEnvironment: Readonly<Record<string, string>>) {
    this.#daemonPath = daemonEnvironment.PATH
  }

  /**
   * Resolves the command against the child's own PATH. Throws a CommandError. Within one turn the same words lead to
   * the same file: a request looks for it before the spawn does, and may start thousands.
   */
  find({ command, directory, environment }: ProcessConfig): FoundCommand {
    const path = environment.PATH ?? this.#daemonPath
    const words = JSON.stringify([command, directory, path])
    const known = this.#found.get(words)
    if (known !== undefined) return known
    const found = resolveCommand(command, { path, directory })
    if (this.#found.size === 0) queueMicrotask(() => this.#found.clear())
    this.#found.set(words, found)
    return found
  }
}
