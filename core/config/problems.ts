// Collects everything that is wrong with a configuration, in the order in which it is met.

import type { SourceLocation } from '../../sdk/config.js'
import { ConfigError, type ConfigProblem } from '../errors.js'

/** A value cannot be used. The message is Supervisor's text, without a place; `suggestion` is what was near. */
export class InvalidValue extends Error {
  override readonly name = 'InvalidValue'
  readonly suggestion: string | undefined

  constructor(message: string, suggestion?: string) {
    super(message)
    this.suggestion = suggestion
  }
}

/** Where a value comes from. */
export interface Place {
  readonly section: string | null
  readonly option: string | null
  readonly source: SourceLocation | null
  /** What Supervisor adds to the text at this place (CFG-ERR-02). */
  readonly suffix?: () => string
}

export class Problems {
  readonly list: ConfigProblem[] = []
  // A program that several groups list is read once per group: its problems are told once.
  readonly #met = new Set<string>()

  add(place: Place, text: string, suggestion?: string): void {
    const where = place.option ?? text
    const key = `${place.section ?? ''}\n${where}`
    if (this.#met.has(key)) return
    this.#met.add(key)
    this.list.push({
      text: text + (place.suffix?.() ?? ''),
      source: place.source,
      section: place.section,
      option: place.option,
      ...(suggestion === undefined ? {} : { suggestion }),
    })
  }

  /** Runs `work`; an InvalidValue becomes a problem of `place` and the answer is undefined. */
  attempt<Value>(place: Place, work: () => Value): Value | undefined {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error
      this.add(place, error.message, error.suggestion)
      return undefined
    }
  }

  throwIfAny(): void {
    if (this.list.length > 0) throw new ConfigError(this.list)
  }
}
