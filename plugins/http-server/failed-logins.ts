// How often clients of one address may give a wrong password: guessing takes long, mistyping does not.

import type { Clock } from 'reeve/sdk'

/** So many at once, and one more after each interval. */
const ALLOWED = 10
const REGAINED_MS = 6_000
/** Addresses that are remembered; the one that failed longest ago is forgotten first. */
const REMEMBERED = 1_000

interface Failures {
  count: number
  /** When `count` was true. */
  at: number
}

export class FailedLogins {
  readonly #byAddress = new Map<string, Failures>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Seconds until this address may try again; 0 when it may now. */
  waitSeconds(address: string): number {
    const count = this.#count(address)
    return count < ALLOWED ? 0 : Math.ceil(((count - ALLOWED + 1) * REGAINED_MS) / 1000)
  }

  /** Returns true for the failure that is one too many. */
  add(address: string): boolean {
    const count = this.#count(address) + 1
    this.#byAddress.delete(address)
    this.#byAddress.set(address, { count, at: this.#clock.monotonic() })
    const [oldest] = this.#byAddress.keys()
    if (this.#byAddress.size > REMEMBERED && oldest !== undefined) this.#byAddress.delete(oldest)
    return count >= ALLOWED && count - 1 < ALLOWED
  }

  #count(address: string): number {
    const known = this.#byAddress.get(address)
    if (known === undefined) return 0
    return Math.max(0, known.count - (this.#clock.monotonic() - known.at) / REGAINED_MS)
  }
}
