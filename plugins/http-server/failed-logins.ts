// How often clients of one address may give a wrong password: guessing takes long, mistyping does not.

import type { Clock } from 'reeve/sdk'

/** So many at once, and one more after each interval. */
const ALLOWED = 10
const REGAINED_MS = 6_000
/** Networks that are remembered; the one that failed longest ago is forgotten first. */
const REMEMBERED = 1_000

interface Failures {
  count: number
  /** When `count` was true. */
  at: number
}

export class FailedLogins {
  readonly #byNetwork = new Map<string, Failures>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Seconds until this address may try again; 0 when it may now. */
  waitSeconds(address: string): number {
    const count = this.#count(networkOf(address))
    return isFree(count) ? 0 : Math.ceil(((count - ALLOWED + 1) * REGAINED_MS) / 1000)
  }

  /** Returns true for the failure that is one too many. */
  add(address: string): boolean {
    const network = networkOf(address)
    const count = this.#count(network) + 1
    this.#byNetwork.delete(network)
    this.#byNetwork.set(network, { count, at: this.#clock.monotonic() })
    const [oldest] = this.#byNetwork.keys()
    if (this.#byNetwork.size > REMEMBERED && oldest !== undefined) this.#byNetwork.delete(oldest)
    return !isFree(count) && isFree(count - 1)
  }

  #count(network: string): number {
    const known = this.#byNetwork.get(network)
    if (known === undefined) return 0
    return Math.max(0, known.count - (this.#clock.monotonic() - known.at) / REGAINED_MS)
  }
}

/** Is there room for one more failure? */
function isFree(count: number): boolean {
  return count <= ALLOWED - 1
}

/** Who is one client. Of an IPv6 address that is the first half: the other half is the client's own to choose. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [front = [], back = []] = address
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''))
  const zeros: readonly string[] = Array(Math.max(0, 8 - front.length - back.length)).fill('0')
  return [...front, ...zeros, ...back].slice(0, 4).join(':')
}
