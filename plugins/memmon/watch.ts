// Looks at the memory of all processes of the supervisor, in turn.

import type { Process, Supervisor, Timer } from 'reeve/sdk'
import type { Measured, MemoryCheck } from './memory-check.js'

export interface WatchOptions {
  readonly check: MemoryCheck
  /** Count descendants too. */
  readonly cumulative: boolean
  readonly intervalMs: number
}

export class Watch {
  readonly #supervisor: Supervisor
  readonly #options: WatchOptions
  #timer: Timer | null = null
  #isClosed = false

  constructor(supervisor: Supervisor, options: WatchOptions) {
    this.#supervisor = supervisor
    this.#options = options
    this.#plan()
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  #plan(): void {
    if (this.#isClosed) return
    const { clock, log } = this.#supervisor
    this.#timer = clock.after(
      this.#options.intervalMs,
      () => {
        this.#look()
          .catch((error: unknown) => log.error(`memmon: a look at the memory failed: ${String(error)}`))
          .finally(() => this.#plan())
      },
      { background: true },
    )
  }

  async #look(): Promise<void> {
    const supervisor = this.#supervisor
    const { check, cumulative } = this.#options
    const usage = await supervisor.usage(supervisor.processesByPriority())
    if (usage === null) {
      supervisor.log.error('memmon: this system does not tell what processes use; no limit is watched')
      this.close()
      return
    }
    if (this.#isClosed || supervisor.state !== 'RUNNING') return
    check.judge(
      [...usage]
        .filter(([process]) => isUp(process))
        .map(([process, { rssBytes, treeRssBytes }]) =>
          this.#measured(process, cumulative ? treeRssBytes : rssBytes),
        ),
    )
  }

  #measured(process: Process, rssBytes: number): Measured {
    const { group, name, namespec, startedAt } = process
    return {
      groupName: group.name,
      processName: name,
      namespec,
      rssBytes,
      uptimeSeconds: Math.max(0, Math.floor((this.#supervisor.clock.now() - startedAt) / 1000)),
      restart: async () => {
        await process.stop()
        if (this.#isThere(process)) await process.start()
      },
    }
  }

  /** While it stopped, its group may have been removed, or the daemon told to leave. */
  #isThere({ group, name }: Process): boolean {
    const supervisor = this.#supervisor
    return (
      supervisor.state === 'RUNNING' &&
      !this.#isClosed &&
      supervisor.groups.get(group.name)?.processes.get(name) !== undefined
    )
  }
}

/** A process that is being stopped is left to whoever stops it. */
function isUp({ state }: Process): boolean {
  return state === 'RUNNING' || state === 'STARTING'
}
