// Answers on their way out. Those of quick events that others follow at once go out with them, in one write.

/** Milliseconds that an event may take, and that an answer waits for those after it. What has none comes again. */
const QUICK_MS = 1

export class Outbox {
  readonly #write: (bytes: Uint8Array) => void
  readonly #now: () => number
  #held: Uint8Array[] = []
  #heldSince = 0
  #begunAt = 0
  #flushLater: NodeJS.Immediate | undefined
  readonly #flush = () => this.#writeHeld()

  constructor(write: (bytes: Uint8Array) => void, now: () => number = () => performance.now()) {
    this.#write = write
    this.#now = now
  }

  /** The listener is told of an event. */
  begin(): void {
    this.#begunAt = this.#now()
  }

  /** At once, behind what is held. */
  send(bytes: Uint8Array): void {
    if (this.#held.length === 0) this.#write(bytes)
    else {
      this.#held.push(bytes)
      this.#writeHeld()
    }
  }

  /** Together with what follows, at the latest when the program has nothing else to do, or ends. */
  hold(bytes: Uint8Array): void {
    this.#held.push(bytes)
    const now = this.#now()
    if (this.#flushLater === undefined) {
      this.#heldSince = now
      this.#flushLater = setImmediate(this.#flush)
      process.once('exit', this.#flush)
    }
    if (now - Math.min(this.#begunAt, this.#heldSince) >= QUICK_MS) this.#writeHeld()
  }

  /** What is held, for the caller to write. */
  take(): Uint8Array {
    clearImmediate(this.#flushLater)
    this.#flushLater = undefined
    process.off('exit', this.#flush)
    const held = Buffer.concat(this.#held)
    this.#held = []
    return held
  }

  #writeHeld(): void {
    const held = this.take()
    if (held.length > 0) this.#write(held)
  }
}
