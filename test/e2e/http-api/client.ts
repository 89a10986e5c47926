// The JSON API of a daemon as a test asks it, and its event streams.

import type { Socket } from 'node:net'
import { type Address, connect, request } from '../../support/address.js'
import { within } from '../../support/wait.js'

export interface ApiAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
  readonly body: any
  readonly headers: Readonly<Record<string, string>>
}

export async function api(
  address: Address,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer> {
  const answer = await request(address, method, `/api/v1${path}`, {
    headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body.toString()) }
}

export interface StreamEvent {
  readonly id: string | undefined
  readonly event: string
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
  readonly data: any
}

/** An open event stream. */
export class EventsClient {
  readonly events: StreamEvent[] = []
  readonly socket: Socket
  comments = 0
  hasEnded = false
  #text = ''
  #onChange: () => void = () => {}

  constructor(
    address: Address,
    query: string,
    headers: Readonly<Record<string, string>> = {},
    path = '/events',
  ) {
    this.socket = connect(address)
    const fields = Object.entries({ Host: 'localhost', Connection: 'close', ...headers })
    const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    this.socket.write(`GET /api/v1${path}${query} HTTP/1.1\r\n${head}\r\n`)
    this.socket.on('data', (bytes) => this.#take(bytes.toString()))
    this.socket.on('error', () => {})
    this.socket.on('close', () => {
      this.hasEnded = true
      this.#onChange()
    })
  }

  /** Waits until the events that have come are enough. */
  async until<Found>(find: (events: readonly StreamEvent[]) => Found | undefined | false): Promise<Found> {
    const found = new Promise<Found>((resolve) => {
      const look = () => {
        const result = find(this.events)
        if (result !== undefined && result !== false) resolve(result)
      }
      this.#onChange = look
      look()
    })
    return within(found, { what: 'an event', instead: () => `these came: ${JSON.stringify(this.events)}` })
  }

  next(event: string, isIt: (data: StreamEvent['data']) => boolean = () => true): Promise<StreamEvent> {
    return this.until((events) => events.find((one) => one.event === event && isIt(one.data)))
  }

  async end(): Promise<void> {
    await this.until(() => this.hasEnded)
  }

  close(): void {
    this.socket.destroy()
  }

  // A stream is chunked: sizes stand on lines of their own, which no event begins like.
  #take(text: string): void {
    this.#text += text
    const blocks = this.#text.split('\n\n')
    this.#text = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split(/\r?\n/)
      const field = (name: string) =>
        lines.findLast((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
      if (lines.at(-1) === ':') this.comments += 1
      const event = field('event')
      if (event !== undefined) {
        this.events.push({ id: field('id'), event, data: JSON.parse(field('data') ?? 'null') })
      }
    }
    this.#onChange()
  }
}
