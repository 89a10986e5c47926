// Answers that their clients do not read: all of them together may take only so much memory.

import type { ServerResponse } from 'node:http'

/** Bytes, for each server. The largest log that is answered as a whole has as many. */
const LIMIT = 256 * 1024 * 1024

export class UnreadAnswers {
  readonly #open = new Set<ServerResponse>()
  readonly #onCut: (bytes: number) => void

  /** `onCut` is told the bytes of each answer that is given up. */
  constructor(onCut: (bytes: number) => void) {
    this.#onCut = onCut
  }

  /** Counts an answer from its beginning on. */
  add(response: ServerResponse): void {
    this.#makeRoom()
    this.#open.add(response)
  }

  /** Its end. */
  remove(response: ServerResponse): void {
    this.#open.delete(response)
  }

  /** Cuts off who left most unread, rather than refuse who comes next: nobody can keep others out by not reading. */
  #makeRoom(): void {
    let total = 0
    for (const response of this.#open) total += unreadBytes(response)
    while (total > LIMIT) {
      const [largest] = [...this.#open].sort((one, other) => unreadBytes(other) - unreadBytes(one))
      if (largest === undefined) return
      const bytes = unreadBytes(largest)
      this.#onCut(bytes)
      this.#open.delete(largest)
      largest.destroy()
      total -= bytes
    }
  }
}

function unreadBytes({ socket }: ServerResponse): number {
  return socket?.writableLength ?? 0
}
