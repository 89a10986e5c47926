// Answers on their way out. Those that others follow at once go out with them, in one write.

/**
 * None waits longer for those after it, milliseconds: what is handled and has no answer is given again when the
 * listener dies.
 */
const LONGEST_HOLD_MS = 1

export class Outbox {
  readonly #write: (bytes: Uint8Array) => void
  #held: Uint8Array[] = []
  #heldSince = 0
  #flushLater: NodeJS.Immediate | undefined
  readonly #atExit = () => this.flush()

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write
  }

  /** At once, behind what is held. */
  send(bytes: Uint8Array): void {
    if (this.#held.length === 0) this.#write(bytes)
    else {
      this.#held.push(bytes)
      this.flush()
    }
  }

  /** Together with what follows, at the latest when the program has nothing else to do, or ends. */
  hold(bytes: Uint8Array): void {
    this.#held.push(bytes)
    const now = performance.now()
    if (this.#flushLater === undefined) {
      this.#heldSince = now
      this.#flushLater = setImmediate(this.#atExit)
      process.once('exit', this.#atExit)
    } else if (now - this.#heldSince >= LONGEST_HOLD_MS) this.flush()
  }

  flush(): void {
    clearImmediate(this.#flushLater)
    this.#flushLater = undefined
    process.off('exit', this.#atExit)
    if (this.#held.length === 0) return
    const bytes = Buffer.concat(this.#held)
    this.#held = []
    this.#write(bytes)
  }
}
