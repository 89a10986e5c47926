// The lines of a stream as they arrive, so that a test can wait for one of them.

import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { DEADLINE_MS, within } from './wait.js'

interface Waiter {
  readonly isMet: () => boolean
  readonly resolve: () => void
  readonly reject: (reason: Error) => void
}

export class Lines {
  readonly all: string[] = []
  /** Everything as it came. */
  text = ''
  #rest = ''
  #waiters: Waiter[] = []
  hasEnded = false
  readonly end: Promise<void>

  constructor(stream: Readable) {
    const decoder = new StringDecoder('utf8')
    stream.on('data', (chunk: Buffer) => this.#take(decoder.write(chunk)))
    stream.on('error', () => {})
    this.end = new Promise((resolve) => {
      stream.on('close', () => {
        this.#fail()
        resolve()
      })
    })
  }

  matching(pattern: RegExp): string[] {
    return this.all.filter((line) => pattern.test(line))
  }

  /** Waits until `count` lines match, counted from the beginning, and returns the last of them. */
  async waitFor(pattern: RegExp, count = 1, deadlineMs = DEADLINE_MS): Promise<string> {
    const what = `${count} line(s) like ${pattern}`
    const isMet = () => this.matching(pattern).length >= count
    if (!isMet()) {
      if (this.hasEnded) throw new Error(`the output ended without ${what}:\n${this.text}`)
      const met = new Promise<void>((resolve, reject) => this.#waiters.push({ isMet, resolve, reject }))
      await within(met, { what, deadlineMs, instead: () => `these lines came:\n${this.text}` })
    }
    return this.matching(pattern)[count - 1] ?? ''
  }

  #fail(): void {
    this.hasEnded = true
    for (const waiter of this.#waiters) waiter.reject(new Error(`the output ended:\n${this.text}`))
    this.#waiters = []
  }

  #take(text: string): void {
    this.text += text
    const parts = (this.#rest + text).split('\n')
    this.#rest = parts.pop() ?? ''
    this.all.push(...parts)
    const met = this.#waiters.filter((waiter) => waiter.isMet())
    this.#waiters = this.#waiters.filter((waiter) => !met.includes(waiter))
    for (const waiter of met) waiter.resolve()
  }
}
