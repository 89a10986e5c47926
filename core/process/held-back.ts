// What a plugin holds one process back from, and who is told of it.

import type { Hold } from '../../sdk/hooks.js'
import * as messages from '../log/messages.js'
import type { Engine } from './engine.js'
import type { SupervisedProcess } from './process.js'
import type { HeldStep } from './transitions.js'

export class HeldBack {
  readonly #process: SupervisedProcess
  readonly #engine: Engine
  #held: { readonly step: HeldStep; readonly reason: string } | null = null

  constructor(process: SupervisedProcess, engine: Engine) {
    this.#process = process
    this.#engine = engine
  }

  get step(): HeldStep | null {
    return this.#held?.step ?? null
  }

  get reason(): string | null {
    return this.#held?.reason ?? null
  }

  /** True when the step has to wait. */
  begin(step: HeldStep, hold: Hold | undefined): boolean {
    if (hold === undefined) return false
    this.#held = { step, reason: hold.hold }
    messages.held(this.#engine.log, this.#process.name, step, hold.hold)
    this.tell()
    return true
  }

  /** Ends the hold; the step that waited until now. */
  end(): HeldStep | null {
    const { step } = this
    this.forget()
    if (step !== null) this.tell()
    return step
  }

  /** The hold ends with what it held, of which a change of state tells. */
  forget(): void {
    this.#held = null
  }

  /** What is waited for is another, and no change of state says so. */
  tell(): void {
    this.#engine.hooks.waitChange.call(this.#process)
  }
}
