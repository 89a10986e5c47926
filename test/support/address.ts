// Where a server listens, raw HTTP exchanges with it, and free ports.

import { createServer, connect as netConnect, type Socket } from 'node:net'
import { type ConnectionOptions, connect as tlsConnect } from 'node:tls'
import { DEADLINE_MS, within } from './wait.js'

export type Address =
  | { readonly socketPath: string }
  | { readonly host: string; readonly port: number; readonly tls?: ConnectionOptions }

export function connect(address: Address): Socket {
  if ('socketPath' in address) return netConnect(address.socketPath)
  const { tls, ...place } = address
  return tls === undefined ? netConnect(place) : tlsConnect({ ...place, ...tls })
}

/** Below all that the system gives to connections by itself, which on Linux begins at 32768 unless set otherwise. */
const PORTS = { first: 10_000, count: 20_000 }
/** Test files run at the same time, with pids close to each other: each looks at ports of its own. */
const PORTS_A_PROCESS = 101
let looked = 0

/** A port that nobody listens on, on a loopback address. No connection is given it, and no other test file is. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  while (looked < PORTS.count) {
    const port = PORTS.first + ((process.pid * PORTS_A_PROCESS + looked++) % PORTS.count)
    if (await isFree(host, port)) return port
  }
  throw new Error(`no port is free on ${host}`)
}

function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}

export interface HttpAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * Sends exactly these bytes and reads the answer until the server closes or the announced length has arrived, so that
 * requests can be as odd as a test wants.
 */
export async function exchange(
  address: Address,
  request: string | Buffer,
  deadlineMs = DEADLINE_MS,
): Promise<HttpAnswer> {
  const socket = connect(address)
  const chunks: Buffer[] = []
  const answered = new Promise<HttpAnswer>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      const answer = parseAnswer(Buffer.concat(chunks))
      if (answer === undefined) return
      // The answer to HEAD announces a body that never comes.
      const length = /^HEAD /.test(request.toString()) ? '0' : answer.headers['content-length']
      if (length !== undefined && answer.body.length >= Number(length)) resolve(answer)
    })
    socket.on('end', () => {
      const answer = parseAnswer(Buffer.concat(chunks))
      if (answer === undefined) reject(new Error(`no HTTP answer: ${Buffer.concat(chunks)}`))
      else resolve(answer)
    })
  })
  socket.write(request)
  try {
    return await within(answered, { what: `an answer to ${request.toString().slice(0, 200)}`, deadlineMs })
  } finally {
    socket.destroy()
  }
}

function parseAnswer(bytes: Buffer): HttpAnswer | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...rest] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers: Record<string, string> = {}
  for (const line of rest) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  return { status: Number(first.split(' ')[1]), headers, body: bytes.subarray(end + 4) }
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  readonly deadlineMs?: number
}

/** An ordinary request, closed after its answer. */
export function request(
  address: Address,
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<HttpAnswer> {
  const body = Buffer.from(options.body ?? '')
  const headers = {
    Host: 'localhost',
    Connection: 'close',
    ...(options.body === undefined ? {} : { 'Content-Length': String(body.length) }),
    ...options.headers,
  }
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `${method} ${path} HTTP/1.1\r\n${fields.join('')}\r\n`
  return exchange(address, Buffer.concat([Buffer.from(head), body]), options.deadlineMs)
}
