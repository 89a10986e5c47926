// `[httpok:x]`: a page is asked for again and again, and the programs behind it are restarted when the answer is wrong.

import type { HttpokOptions } from 'reeve/schemas/types'
import {
  definePlugin,
  type Process,
  type Section,
  type SectionProblem,
  type Supervisor,
  type Timer,
} from 'reeve/sdk'
import { checkMailKeys, type Outbox, sectionOutbox } from 'reeve/sdk/mail'
import { HealthCheck, type Watched } from './health-check.js'

export default definePlugin({
  name: 'httpok',
  sections: { httpok: 'named' },
  check: checkSection,
  apply(supervisor, { sections }) {
    const monitors = sections.map((section) => new Monitor(supervisor, section))
    if (monitors.length === 0) return
    supervisor.hooks.stopping.tap('httpok', () => {
      for (const monitor of monitors) monitor.rest()
    })
    return () => {
      for (const monitor of monitors) monitor.close()
    }
  },
})

function checkSection(section: Section): readonly SectionProblem[] {
  const { url } = section.values as Partial<HttpokOptions>
  const isUrl = url === undefined || URL.canParse(url)
  // Without the value: there may be a password in it.
  const problem = { section, option: 'url', text: 'url must be http://host[:port]/path or https://...' }
  return [...(isUrl ? [] : [problem]), ...checkMailKeys(section)]
}

/** One section: its check, again and again. */
class Monitor {
  readonly #supervisor: Supervisor
  readonly #intervalMs: number
  readonly #name: string
  readonly #check: HealthCheck
  readonly #outbox: Outbox | null
  #timer: Timer | null = null
  #isResting = false

  constructor(supervisor: Supervisor, section: Section) {
    const options = section.values as unknown as HttpokOptions
    const { clock, log, runCommand: run } = supervisor
    this.#supervisor = supervisor
    this.#name = `[${section.header}]`
    this.#intervalMs = options.interval * 1000
    this.#outbox = options.to.length === 0 ? null : sectionOutbox(section, supervisor)
    this.#check = new HealthCheck(
      {
        url: new URL(options.url),
        timeoutMs: options.timeout * 1000,
        statuses: options.status,
        body: options.body ?? null,
        programs: options.programs,
        any: options.any,
        eager: options.eager,
        failures: options.failures,
        graceSeconds: options.grace,
        coredir: options.coredir ?? null,
        gcore: options.gcore,
        name: `httpok ${section.name} on ${supervisor.identifier}`,
      },
      {
        clock,
        run,
        processes: async () => this.#processes(),
        tell: (text) => log.warn(`${this.#name}: ${text}`),
        mail: (mail) => this.#outbox?.add(mail),
      },
    )
    this.#plan()
  }

  /** Nothing is restarted any more. */
  rest(): void {
    this.#isResting = true
    this.#timer?.cancel()
  }

  close(): void {
    this.rest()
    this.#outbox?.close()
  }

  #plan(): void {
    if (this.#isResting) return
    const { clock, log } = this.#supervisor
    const look = () =>
      this.#check
        .look()
        .catch((error: unknown) => log.error(`${this.#name}: the check failed: ${String(error)}`))
        .finally(() => this.#plan())
    this.#timer = clock.after(this.#intervalMs, look, { background: true })
  }

  #processes(): readonly Watched[] {
    const { clock } = this.#supervisor
    return this.#supervisor
      .processesByPriority()
      .filter(({ group }) => group.config.kind !== 'eventlistener')
      .map((process) => ({
        namespec: process.namespec,
        processName: process.name,
        groupName: process.group.name,
        isRunning: process.state === 'RUNNING',
        pid: process.pid,
        uptimeSeconds: (clock.now() - process.startedAt) / 1000,
        restart: () => this.#restart(process),
      }))
  }

  async #restart(process: Process): Promise<void> {
    if (this.#isResting) throw new Error('the daemon leaves')
    // It may have ended by itself; what is wrong otherwise, the start tells.
    await process.stop().catch(() => undefined)
    const { groups } = this.#supervisor
    const isThere = groups.get(process.group.name)?.processes.get(process.name) === process
    if (this.#isResting || !isThere) throw new Error('it was removed meanwhile, or the daemon leaves')
    await process.start()
  }
}
