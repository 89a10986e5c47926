// A supervisord of a few lines: answers XML-RPC methods from a table, over HTTP on a free port.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeCall, encodeFault, encodeResponse, readTree } from '../../../sdk/xmlrpc/index.js'
import type { XmlRpcValue } from '../../../sdk/xmlrpc/values.js'

/** A value, or `{ fault, text }`, or what a function of the parameters gives. */
export type Method = (...parameters: readonly XmlRpcValue[]) => XmlRpcValue | Promise<XmlRpcValue>

export class FakeFault extends Error {
  readonly faultCode: number

  constructor(faultCode: number, text: string) {
    super(text)
    this.faultCode = faultCode
  }
}

export interface FakeServer {
  readonly serverurl: string
  /** Methods in the order in which they were called, without their namespace. */
  readonly calls: string[]
  /** How many connections were opened. */
  connections(): number
  close(): Promise<void>
}

export interface FakeServerOptions {
  readonly methods?: Readonly<Record<string, Method>>
  readonly credentials?: string
  /** Answers requests that are not POSTs. */
  readonly get?: (request: IncomingMessage, response: ServerResponse) => void
}

export async function startFakeServer(options: FakeServerOptions): Promise<FakeServer> {
  const calls: string[] = []
  let connections = 0
  const methods: Readonly<Record<string, Method>> = { getVersion: () => '3.0', ...options.methods }
  const server = createServer(async (request, response) => {
    const wanted = options.credentials && `Basic ${Buffer.from(options.credentials).toString('base64')}`
    if (wanted !== undefined && request.headers.authorization !== wanted) {
      response.writeHead(401, { Connection: 'close' }).end('no')
      return
    }
    if (request.method !== 'POST') {
      if (options.get === undefined) response.writeHead(404).end()
      else options.get(request, response)
      return
    }
    let body = ''
    for await (const part of request) body += part
    const call = decodeCall(readTree(body))
    const name = call.method.replace(/^supervisor\./, '')
    calls.push(name)
    const method = methods[name]
    try {
      if (method === undefined) throw new FakeFault(1, 'UNKNOWN_METHOD')
      response.end(encodeResponse(await method(...call.parameters)))
    } catch (error) {
      if (!(error instanceof FakeFault)) throw error
      response.end(encodeFault(error.faultCode, error.message))
    }
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    serverurl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    connections: () => connections,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** The info struct of a process, with all its members. */
export function processInfo(
  group: string,
  name: string,
  more: Readonly<Record<string, XmlRpcValue>> = {},
): XmlRpcValue {
  return {
    name,
    group,
    description: 'pid 7, uptime 0:00:01',
    start: 1,
    stop: 0,
    now: 2,
    state: 20,
    statename: 'RUNNING',
    spawnerr: '',
    exitstatus: 0,
    logfile: '',
    stdout_logfile: '',
    stderr_logfile: '',
    pid: 7,
    ...more,
  }
}
