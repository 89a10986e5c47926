// A daemon for the tests of a file, its JSON API as they ask it, and its event streams.

import type { Socket } from 'node:net'
import { after, before } from 'node:test'
import { type Address, connect, request } from '../../support/address.js'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { skipUnless } from '../../support/systems.js'
import { within } from '../../support/wait.js'

export interface ApiAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
  readonly body: any
  readonly headers: Readonly<Record<string, string>>
}

async function api(
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

/** Why there can be no daemon here; false where there can. */
export const skip = skipUnless('reeve')

export interface Served {
  /** From the first test on. */
  readonly daemon: Daemon
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer>
}

/** One daemon for all tests of a file, which begin when one of its processes runs. */
export function serveAll(config: string, running: string): Served {
  let daemon: Daemon
  before(async () => {
    if (skip !== false) return
    daemon = await startDaemon({ kind: 'reeve', config })
    await daemon.until(running, 'RUNNING')
  })
  after(() => daemon?.close())
  return {
    get daemon() {
      return daemon
    },
    ask: (method, path, body, headers) => api(daemon.address, method, path, body, headers),
  }
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
