// Looks at the memory of all processes in turn, and restarts those that are over a limit.

import type { Process, Supervisor, Timer } from 'reeve/sdk'
import { findExcess, formatSize, type Limits } from './limits.js'

export interface WatchOptions {
  readonly limits: Limits
  /** Count descendants too. */
  readonly cumulative: boolean
  readonly intervalMs: number
}

export class Watch {
  readonly #supervisor: Supervisor
  readonly #options: WatchOptions
  /** Those that are being restarted; a slow stop must not be asked for twice. */
  readonly #restarting = new Set<Process>()
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
    const { limits, cumulative } = this.#options
    const usage = await supervisor.usage(supervisor.processesByPriority())
    if (usage === null) {
      supervisor.log.error('memmon: this system does not tell what processes use; no limit is watched')
      this.close()
      return
    }
    for (const [process, { rssBytes, treeRssBytes }] of usage) {
      const bytes = cumulative ? treeRssBytes : rssBytes
      const excess = findExcess(limits, process.group.name, process.name, bytes)
      if (excess === undefined || !this.#mayRestart(process)) continue
      supervisor.log.warn(
        `memmon: restarting ${process.namespec}: it uses ${formatSize(bytes)}, ` +
          `more than the ${formatSize(excess.limit)} of ${excess.of}`,
      )
      this.#restart(process).catch((error: unknown) =>
        supervisor.log.error(`memmon: ${process.namespec} could not be restarted: ${messageOf(error)}`),
      )
    }
  }

  /** A process that is being stopped is left to whoever stops it. */
  #mayRestart(process: Process): boolean {
    const { state } = process
    const isUp = state === 'RUNNING' || state === 'STARTING'
    return isUp && this.#supervisor.state === 'RUNNING' && !this.#restarting.has(process) && !this.#isClosed
  }

  async #restart(process: Process): Promise<void> {
    this.#restarting.add(process)
    try {
      await process.stop()
      if (this.#isThere(process)) await process.start()
    } finally {
      this.#restarting.delete(process)
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
