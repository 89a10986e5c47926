// One URL and the processes behind it: asks, judges, restarts. Shared by the plugin and the listener.

import { type Clock, describeFailure, isNamed, type Run } from 'reeve/sdk'
import type { Mail } from 'reeve/sdk/mail'
import { fetchPage, type Page } from './fetch-page.js'

/** A process as the check needs it. */
export interface Watched {
  readonly namespec: string
  readonly processName: string
  readonly groupName: string
  readonly isRunning: boolean
  readonly pid: number
  readonly uptimeSeconds: number
  /** Rejects with an Error in words for the operator. */
  restart(): Promise<void>
}

export interface CheckOptions {
  readonly url: URL
  readonly timeoutMs: number
  readonly statuses: readonly string[]
  /** Null: the body is of no matter. */
  readonly body: string | null
  readonly programs: readonly string[]
  readonly any: boolean
  readonly eager: boolean
  /** Wrong answers in a row before something is done. */
  readonly failures: number
  readonly graceSeconds: number
  /** Null: no core dumps. */
  readonly coredir: string | null
  readonly gcore: string
  /** Begins the subjects of mails. */
  readonly name: string
}

export interface Surroundings {
  readonly clock: Pick<Clock, 'after' | 'monotonic'>
  readonly run: Run
  /** Without what should not be restarted by `any`. Rejects when it cannot be told. */
  processes(): Promise<readonly Watched[]>
  /** Tells the operator what happens. */
  tell(text: string): void
  mail(mail: Mail): void
}

export class HealthCheck {
  readonly #options: CheckOptions
  readonly #surroundings: Surroundings
  #failures = 0

  constructor(options: CheckOptions, surroundings: Surroundings) {
    this.#options = options
    this.#surroundings = surroundings
  }

  /** Fulfilled when the page was asked for and what follows is done. Rejects when the processes cannot be listed. */
  async look(): Promise<void> {
    const { url, timeoutMs, body, eager, failures } = this.#options
    if (!eager && !(await this.#meant()).some(({ isRunning }) => isRunning)) return
    const page = await fetchPage(url, { timeoutMs, wantsBody: body !== null }, this.#surroundings.clock)
    const fault = this.#judge(page)
    if (fault === null) {
      this.#failures = 0
      return
    }
    this.#failures += 1
    if (this.#failures < failures) {
      this.#surroundings.tell(`${fault}, ${this.#failures} of ${failures} times`)
      return
    }
    this.#failures = 0
    await this.#act(fault)
  }

  #judge(page: Page): string | null {
    const { statuses, body } = this.#options
    if ('failure' in page) return `${this.#address} cannot be had: ${page.failure}`
    if (!statuses.includes(String(page.status))) {
      return `${this.#address} answers ${`${page.status} ${page.reason}`.trim()} instead of ${statuses.join(' or ')}`
    }
    if (body === null || page.body.includes(body)) return null
    return `${this.#address} answers without ${JSON.stringify(body)} in the body`
  }

  /** The URL without its password, for people. */
  get #address(): string {
    const { origin, pathname, search } = this.#options.url
    return `${origin}${pathname}${search}`
  }

  async #meant(): Promise<readonly Watched[]> {
    const { any, programs } = this.#options
    const all = await this.#surroundings.processes()
    return any ? all : all.filter((process) => isMeant(programs, process))
  }

  async #act(fault: string): Promise<void> {
    const { name, programs } = this.#options
    const meant = await this.#meant()
    const lines = [fault]
    this.#surroundings.tell(fault)
    const told = await Promise.all(meant.map((process) => this.#restart(process)))
    lines.push(...told.flat())
    for (const missing of programs.filter((one) => !meant.some((process) => isMeant([one], process)))) {
      if (this.#options.any) break
      const text = `there is no process ${missing}`
      this.#surroundings.tell(text)
      lines.push(text)
    }
    this.#surroundings.mail({ subject: `${name}: ${fault}`, text: `${lines.join('\n')}\n` })
  }

  async #restart(process: Watched): Promise<readonly string[]> {
    const lines: string[] = []
    const tell = (text: string) => {
      this.#surroundings.tell(text)
      lines.push(text)
    }
    const { graceSeconds } = this.#options
    if (!process.isRunning) tell(`${process.namespec} is not running and is left alone`)
    else if (process.uptimeSeconds < graceSeconds) {
      tell(`${process.namespec} runs for less than ${graceSeconds} seconds and is left alone`)
    } else {
      await this.#dump(process, tell)
      tell(`${process.namespec} is restarted`)
      try {
        await process.restart()
      } catch (error) {
        tell(`${process.namespec} could not be restarted: ${messageOf(error)}`)
      }
    }
    return lines
  }

  async #dump({ namespec, pid }: Watched, tell: (text: string) => void): Promise<void> {
    const { coredir, gcore } = this.#options
    if (coredir === null) return
    try {
      // The words are arguments of the shell, not part of what it reads: names of processes may hold anything.
      const file = `${coredir}/${namespec.replaceAll('/', '_')}`
      const result = await this.#surroundings.run([
        '/bin/sh',
        '-c',
        `${gcore} "$@"`,
        'gcore',
        file,
        String(pid),
      ])
      tell(`core dump of ${namespec}: ${describeFailure(result) ?? result.output.trim()}`)
    } catch (error) {
      tell(`no core dump of ${namespec}: ${messageOf(error)}`)
    }
  }
}

function isMeant(names: readonly string[], { groupName, processName }: Watched): boolean {
  return isNamed(names, groupName, processName)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
