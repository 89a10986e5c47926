// `[crashmail]` and `[fatalmail]`: mail about programs that crash, and about those that cannot be started.

import { hostname } from 'node:os'
import type { CrashmailOptions, FatalmailOptions } from 'reeve/schemas/types'
import { definePlugin, isChosen, type Section, type Supervisor, type Timer } from 'reeve/sdk'
import { checkMailKeys, type Outbox, sectionOutbox } from 'reeve/sdk/mail'
import { AlertBatch } from './alert-batch.js'
import type { Alert, AlertKind } from './alerts.js'

const KINDS: Readonly<Record<string, AlertKind>> = { crashmail: 'crash', fatalmail: 'fatal' }

export default definePlugin({
  name: 'crashmail',
  sections: { crashmail: 'any', fatalmail: 'any' },
  check: checkMailKeys,
  apply(supervisor, { sections }) {
    const alarms = sections.map((section) => new Alarm(supervisor, section))
    if (alarms.length === 0) return
    supervisor.hooks.stateChange.tap('crashmail', ({ process, to, pid, expected, at }) => {
      const kind = to === 'FATAL' ? 'fatal' : to === 'EXITED' && !expected ? 'crash' : null
      if (kind === null) return
      const alert = { kind, processName: process.name, groupName: process.group.name, pid, at } as const
      for (const alarm of alarms) alarm.tell(alert)
    })
    supervisor.hooks.shutdown.tapPromise('crashmail', async () => {
      await Promise.all(alarms.map((alarm) => alarm.flush()))
    })
    return () => {
      for (const alarm of alarms) alarm.close()
    }
  },
})

/** One section: which alerts it wants, and its mails. */
class Alarm {
  readonly #supervisor: Supervisor
  readonly #kind: AlertKind
  readonly #programs: readonly string[]
  readonly #intervalMs: number
  readonly #batch: AlertBatch
  readonly #outbox: Outbox
  #timer: Timer | null = null

  constructor(supervisor: Supervisor, section: Section) {
    const options = section.values as unknown as CrashmailOptions & FatalmailOptions
    this.#supervisor = supervisor
    this.#kind = KINDS[section.kind] ?? 'crash'
    this.#programs = options.programs
    this.#intervalMs = options.interval * 1000
    this.#batch = new AlertBatch(options.subject, `-- ${supervisor.identifier} on ${hostname()}`)
    this.#outbox = sectionOutbox(section, supervisor)
  }

  tell(alert: Alert): void {
    const { kind, groupName, processName } = alert
    if (kind !== this.#kind || !isChosen(this.#programs, groupName, processName)) return
    this.#batch.add(alert)
    const { clock } = this.#supervisor
    this.#timer ??= clock.after(this.#intervalMs, () => this.#send(), { background: true })
  }

  flush(): Promise<void> {
    this.#send()
    return this.#outbox.flush()
  }

  close(): void {
    this.#timer?.cancel()
    this.#outbox.close()
  }

  #send(): void {
    this.#timer?.cancel()
    this.#timer = null
    const mail = this.#batch.take()
    if (mail !== null) this.#outbox.add(mail)
  }
}
