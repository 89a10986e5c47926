// What follows from a look at the memory: who is over a limit is restarted, which is told, and mailed where it was
// asked for. Shared by the plugin and the listener.

import { type Excess, findExcess, formatSize, type Limits } from './limits.js'

/** A process that runs, with the memory it has. */
export interface Measured {
  readonly groupName: string
  readonly processName: string
  /** `name`, or `group:name` when the group has another name. */
  readonly namespec: string
  readonly rssBytes: number
  readonly uptimeSeconds: number
  restart(): Promise<void>
}

export interface MemoryCheckOptions {
  readonly limits: Limits
  /** Of restarts after a longer uptime no mail is sent. */
  readonly mailWithinSeconds: number
  /** Begins the subjects of mails: `memmon`, `memmon [NAME]`. */
  readonly title: string
  readonly log: { warn(message: string): void; error(message: string): void }
  readonly mail: (mail: { readonly subject: string; readonly text: string }) => void
}

export class MemoryCheck {
  readonly #options: MemoryCheckOptions
  /** Those that are being restarted; a slow stop must not be asked for twice. */
  readonly #restarting = new Set<string>()

  constructor(options: MemoryCheckOptions) {
    this.#options = options
  }

  /** Begins the restarts and does not wait for them. */
  judge(processes: readonly Measured[]): void {
    for (const one of processes) {
      const { groupName, processName, namespec, rssBytes } = one
      const excess = findExcess(this.#options.limits, groupName, processName, rssBytes)
      if (excess === undefined || this.#restarting.has(namespec)) continue
      this.#restarting.add(namespec)
      this.#restart(one, excess).finally(() => this.#restarting.delete(namespec))
    }
  }

  async #restart(process: Measured, { limit, of }: Excess): Promise<void> {
    const { log, mail, mailWithinSeconds, title } = this.#options
    const { namespec, rssBytes, uptimeSeconds } = process
    const reason = `it uses ${formatSize(rssBytes)}, more than the ${formatSize(limit)} of ${of}`
    log.warn(`memmon: restarting ${namespec}: ${reason}`)
    try {
      await process.restart()
    } catch (error) {
      const failure = `${namespec} could not be restarted: ${error instanceof Error ? error.message : String(error)}`
      log.error(`memmon: ${failure}`)
      mail({ subject: `${title}: failed to restart process ${namespec}`, text: `${failure}\n${reason}\n` })
      return
    }
    if (uptimeSeconds > mailWithinSeconds) return
    const text = `${namespec} was restarted after ${uptimeSeconds} seconds:\n${reason}\n(${rssBytes} bytes)\n`
    mail({ subject: `${title}: process ${namespec} restarted`, text })
  }
}
