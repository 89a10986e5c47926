// The one timer of a waiting process: what it waits for and for how much longer.

import type { Clock, Timer } from '../clock/port.js'

/** `startsecs` until RUNNING, `retry` after a failed start, `kill` of a slow stop, `restart` after an end. */
export type DeadlinePurpose = 'startsecs' | 'retry' | 'kill' | 'restart'

export class Deadline {
  readonly #clock: Clock
  #pending: { readonly purpose: DeadlinePurpose; readonly at: number; readonly timer: Timer } | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Waits for something else from now on. With no delay the callback comes on the next macrotask. */
  set(purpose: DeadlinePurpose, delayMs: number, callback: () => void): void {
    this.clear()
    const fire = () => {
      this.#pending = null
      callback()
    }
    const timer = delayMs <= 0 ? this.#clock.soon(fire) : this.#clock.after(delayMs, fire)
    this.#pending = { purpose, at: this.#clock.monotonic() + delayMs, timer }
  }

  clear(): void {
    this.#pending?.timer.cancel()
    this.#pending = null
  }

  isWaitingFor(purpose: DeadlinePurpose): boolean {
    return this.#pending?.purpose === purpose
  }

  snapshot(): { readonly for: DeadlinePurpose; readonly inMs: number } | null {
    if (this.#pending === null) return null
    return { for: this.#pending.purpose, inMs: Math.max(0, this.#pending.at - this.#clock.monotonic()) }
  }
}
