// The supervisor's side of the protocol, as strict as the real one: what would put a listener into the state UNKNOWN
// fails the test (EVP-15..22).

import type { ConcreteEventType } from '../events.js'
import { eventText, type Fields } from './event-text.js'

/** What the listener answered: `OK`, `FAIL`, or a result of its own. */
export type Result = 'OK' | 'FAIL' | (string & {})

/** The listener did what makes a supervisor give it no further event. */
export class ListenerBrokenError extends Error {
  override readonly name = 'ListenerBrokenError'
}

/** What tests do with a listener, in the same process or in one of its own. */
export interface Sender {
  /**
   * Waits until the listener is ready, delivers an event and gives its answer. Rejects with a ListenerBrokenError when
   * the listener breaks the protocol or ends.
   */
  send<Type extends ConcreteEventType>(type: Type, fields?: Fields<Type>): Promise<Result>
  /** The same with a payload as it is, for types of plugins. */
  sendText(eventName: string, payload: string): Promise<Result>
}

interface Pending {
  readonly name: string
  readonly text: string
  resolve(result: Result): void
  reject(error: Error): void
}

export class SupervisorSide implements Sender {
  readonly #write: (bytes: Buffer) => void
  readonly #lengthInBytes: boolean
  /** Events that wait for a READY; the first is being answered while `#isBusy`. */
  readonly #events: Pending[] = []
  #state: 'acknowledged' | 'ready' | 'busy' | 'broken' = 'acknowledged'
  #broken: Error | null = null
  #received: Buffer = Buffer.alloc(0)
  #serial = 0

  constructor({ write, lengthInBytes }: { write(bytes: Buffer): void; readonly lengthInBytes: boolean }) {
    this.#write = write
    this.#lengthInBytes = lengthInBytes
  }

  send<Type extends ConcreteEventType>(type: Type, fields?: Fields<Type>): Promise<Result> {
    return this.sendText(type, eventText(type, fields))
  }

  sendText(eventName: string, payload: string): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#broken !== null) return reject(this.#broken)
      this.#events.push({ name: eventName, text: payload, resolve, reject })
      this.#deliver()
    })
  }

  /** Bytes of the listener's stdout. */
  receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes])
    while (this.#step());
  }

  /** No event will be answered any more. */
  break(reason: string): void {
    this.#state = 'broken'
    this.#broken ??= new ListenerBrokenError(reason)
    for (const { reject } of this.#events.splice(0)) reject(this.#broken)
  }

  /** Understands one piece; false when more bytes are needed. */
  #step(): boolean {
    if (this.#received.length === 0 || this.#state === 'broken') return false
    if (this.#state === 'busy') return this.#takeResult()
    if (this.#state === 'ready') return this.#refuse('wrote while it waited for an event')
    const begin = this.#received.toString('latin1', 0, 'READY\n'.length)
    if (!'READY\n'.startsWith(begin)) return this.#refuse('wrote something else than READY')
    if (begin.length < 'READY\n'.length) return false
    this.#received = this.#received.subarray(begin.length)
    this.#state = 'ready'
    this.#deliver()
    return true
  }

  #takeResult(): boolean {
    const end = this.#received.indexOf('\n')
    if (end === -1) return false
    const length = /^RESULT (\d+)$/.exec(this.#received.toString('latin1', 0, end))?.[1]
    if (length === undefined) return this.#refuse('wrote something else than RESULT and a length')
    const last = end + 1 + Number(length)
    if (this.#received.length < last) return false
    const result = this.#received.toString('utf8', end + 1, last)
    this.#received = this.#received.subarray(last)
    this.#state = 'acknowledged'
    this.#events.shift()?.resolve(result)
    return true
  }

  #refuse(what: string): false {
    const shown = JSON.stringify(this.#received.toString('utf8', 0, 80))
    this.break(`the listener ${what}: ${shown}; a supervisor gives it no further event`)
    return false
  }

  #deliver(): void {
    const [event] = this.#events
    if (event === undefined || this.#state !== 'ready') return
    this.#state = 'busy'
    const length = this.#lengthInBytes ? Buffer.byteLength(event.text) : [...event.text].length
    const serial = this.#serial++
    const header =
      `ver:3.0 server:supervisor serial:${serial} pool:listener poolserial:${serial} ` +
      `eventname:${event.name} len:${length}\n`
    this.#write(Buffer.from(header + event.text))
  }
}
