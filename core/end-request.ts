// Who asked this run to end, and what comes after it: nothing, or another run.

import type { SupervisorState } from '../sdk/states.js'
import type { Setup } from './setup.js'
import type { Outcome } from './supervisor-parts.js'

export class EndRequest {
  /** Fulfilled when somebody asks. */
  readonly asked: Promise<void>
  #state: SupervisorState = 'RUNNING'
  #next: Setup | null = null
  #restarting: Promise<void> | null = null
  #ask: () => void = () => {}

  constructor() {
    this.asked = new Promise<void>((resolve) => {
      this.#ask = resolve
    })
  }

  get state(): SupervisorState {
    return this.#state
  }

  /** A shutdown wins over a restart that was under way (LIFE-67). */
  outcome(serials: Readonly<Record<string, number>>): Outcome {
    const setup = this.#next
    if (this.#state === 'SHUTDOWN' || setup === null) return { kind: 'shutdown' }
    return { kind: 'restart', setup, serials }
  }

  shutdown(): void {
    this.#state = 'SHUTDOWN'
    this.#ask()
  }

  /** `read` is called once, whoever asks meanwhile. Rejects as it does, and then nothing was asked. */
  restart(read: () => Promise<Setup>): Promise<void> {
    if (this.#state !== 'RUNNING') return Promise.resolve()
    this.#restarting ??= this.#restart(read).finally(() => {
      this.#restarting = null
    })
    return this.#restarting
  }

  async #restart(read: () => Promise<Setup>): Promise<void> {
    const next = await read()
    // A shutdown that was requested meanwhile wins.
    if (this.#state !== 'RUNNING') return
    this.#next = next
    this.#state = 'RESTARTING'
    this.#ask()
  }
}
