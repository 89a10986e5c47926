// Alerts that go out together.

import type { Mail } from 'reeve/sdk/mail'
import { type Alert, describeAlert } from './alerts.js'

/** Nobody reads more, and a program that crashes all night must not fill the memory. */
const MOST_LINES = 500

export class AlertBatch {
  readonly #subject: string
  readonly #footer: string
  #lines: string[] = []
  #more = 0

  /** `footer` says where the alerts come from. */
  constructor(subject: string, footer: string) {
    this.#subject = subject
    this.#footer = footer
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0
  }

  add(alert: Alert): void {
    if (this.#lines.length < MOST_LINES) this.#lines.push(describeAlert(alert))
    else this.#more += 1
  }

  /** The mail of what was collected, and begins anew; null when there is nothing. */
  take(): Mail | null {
    if (this.isEmpty) return null
    const more = this.#more === 0 ? [] : [`and ${this.#more} more`]
    const text = [...this.#lines, ...more, '', this.#footer, ''].join('\n')
    this.#lines = []
    this.#more = 0
    return { subject: this.#subject, text }
  }
}
