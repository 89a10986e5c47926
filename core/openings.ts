// What plugins open through the supervisor, and what is closed with it.

import type { Server } from 'node:net'
import type { Sink } from '../sdk/hooks.js'
import type { LineOutput, ListenAddress } from '../sdk/supervisor.js'
import { openLineOutput } from './log/line-output.js'
import type { SupervisorParts } from './supervisor-parts.js'

type Parts = Pick<SupervisorParts, 'bind' | 'files'>

export class Openings {
  readonly #parts: Parts
  readonly #closers: (() => Promise<void> | void)[] = []

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async listen(server: Server, address: ListenAddress): Promise<void> {
    this.#closers.push(await this.#parts.bind(server, address))
  }

  openLines(path: string): LineOutput {
    const output = openLineOutput(this.#parts.files, path)
    this.#closers.push(() => output.close())
    return output
  }

  openSink(path: string): Sink & { close(): void } {
    const sink = this.#parts.files.open(path, { maxbytes: 0, backups: 0 })
    this.#closers.push(() => sink.close())
    return sink
  }

  /** Last in, first out. */
  async closeAll(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close()
  }
}
