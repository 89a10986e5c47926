// Requests that wait for a process to reach a state: promises in place of polling.

/** True = done, an error = failed, undefined = not yet. */
export type Settled = true | Error | undefined

interface Waiter {
  readonly settled: () => Settled
  readonly resolve: () => void
  readonly reject: (reason: Error) => void
}

/** The pending requests on one process. */
export class Waiters {
  #pending: Waiter[] = []

  /** Waits until `settled` gives an answer. It is asked now and after each change. */
  until(settled: () => Settled): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#ask({ settled, resolve, reject })
    })
  }

  /** The process changed: asks every pending request again. */
  notify(): void {
    if (this.#pending.length === 0) return
    const asked = this.#pending
    this.#pending = []
    for (const waiter of asked) this.#ask(waiter)
  }

  #ask(waiter: Waiter): void {
    const answer = waiter.settled()
    if (answer === undefined) this.#pending.push(waiter)
    else if (answer === true) waiter.resolve()
    else waiter.reject(answer)
  }
}
