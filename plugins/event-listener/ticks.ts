// TICK events: one timer, and only while somebody is subscribed to one of them (EVT-17, EVT-23).

import { type Clock, createEvent, type EventType, type SupervisorEvent, type Timer } from 'reeve/sdk'

/** The events and their periods in seconds, in the order of one moment. */
const TICKS: readonly { readonly type: EventType; readonly seconds: number }[] = [
  { type: 'TICK_5', seconds: 5 },
  { type: 'TICK_60', seconds: 60 },
  { type: 'TICK_3600', seconds: 3600 },
]

export class Ticks {
  readonly #clock: Clock
  readonly #emit: (create: () => SupervisorEvent) => void
  #wanted: typeof TICKS = []
  /** The moment of the last look, in wall-clock milliseconds: what it was before tells which slices are new. */
  #lookedAt = 0
  #timer: Timer | null = null

  constructor(clock: Clock, emit: (create: () => SupervisorEvent) => void) {
    this.#clock = clock
    this.#emit = emit
  }

  /** Says which events are wanted from now on. The slice that is under way makes no tick. */
  want(isWanted: (type: string) => boolean): void {
    const before = this.#wanted.length
    this.#wanted = TICKS.filter(({ type }) => isWanted(type))
    this.stop()
    if (this.#wanted.length === 0) return
    if (before === 0) this.#lookedAt = this.#clock.now()
    this.#plan()
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = null
  }

  #plan(): void {
    const shortestMs = Math.min(...this.#wanted.map(({ seconds }) => seconds)) * 1000
    const delayMs = shortestMs - (this.#clock.now() % shortestMs)
    this.#timer = this.#clock.after(delayMs, () => this.#look())
  }

  #look(): void {
    const before = this.#lookedAt
    const now = this.#clock.now()
    this.#lookedAt = now
    for (const { type, seconds } of this.#wanted) {
      const slice = Math.floor(now / (seconds * 1000))
      if (slice === Math.floor(before / (seconds * 1000))) continue
      this.#emit(() => createEvent(type, () => `when:${slice * seconds}`))
    }
    this.#plan()
  }
}
