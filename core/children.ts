// The table of live pids: whose end belongs to which process, and what is said of pids that belong to none.

import type { Logger } from '../sdk/logger.js'
import * as messages from './log/messages.js'
import type { ChildExit, Posix } from './posix/port.js'
import { describeExit } from './process/policy.js'

export class Children {
  readonly #posix: Posix
  readonly #log: Logger
  readonly #owners = new Map<number, (exit: ChildExit) => void>()

  constructor(posix: Posix, log: Logger) {
    this.#posix = posix
    this.#log = log
  }

  /** Claims a pid until its end, which is reported once. */
  claim(pid: number, onExit: (exit: ChildExit) => void): void {
    this.#owners.set(pid, onExit)
  }

  /** Starts to reap. Returns the end of it. */
  watch(): () => void {
    return this.#posix.watchChildren({
      owns: (pid) => this.#owners.has(pid),
      onExit: (exit) => {
        const onExit = this.#owners.get(exit.pid)
        this.#owners.delete(exit.pid)
        onExit?.(exit)
        messages.childQuit(this.#log)
      },
      // Orphans that were adopted as PID 1 or subreaper (LIFE-63).
      onUnknown: (exit) => {
        messages.reapedUnknownPid(
          this.#log,
          exit.pid,
          describeExit(exit, (signal) => this.#posix.signalName(signal)),
        )
      },
    })
  }
}
