// Serial numbers by name, which go on after a restart in place and in another image of the program.

export class Serials {
  readonly #next: Map<string, number>

  constructor(next: Readonly<Record<string, number>>) {
    this.#next = new Map(Object.entries(next))
  }

  /** What each name gets next. */
  get next(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#next)
  }

  take(name: string): number {
    const serial = this.#next.get(name) ?? 0
    this.#next.set(name, serial + 1)
    return serial
  }
}
