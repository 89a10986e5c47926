// A typed client of a running supervisord, Reeve's or the original, over its unix socket or HTTP.

import { decodeResponse, encodeCall } from '../xmlrpc/index.js'
import type { XmlRpcValue } from '../xmlrpc/values.js'
import { any, type Read } from './answers.js'
import { AnswerError, HttpStatusError, RemoteFault } from './errors.js'
import { type SupervisorMethods, type SystemMethods, supervisorMethods, systemMethods } from './methods.js'
import { createTransport, type TransportOptions } from './transport.js'

export type ClientOptions = TransportOptions

/**
 * Calls reject with ConnectionError, HttpStatusError (401: wrong or no credentials), RemoteFault, TimeoutError or
 * AnswerError. Several calls may be under way at once, each on a connection of its own.
 */
export interface Client {
  readonly serverurl: string
  readonly supervisor: SupervisorMethods
  readonly system: SystemMethods
  /** Any method, also of other namespaces. */
  call(method: string, ...parameters: XmlRpcValue[]): Promise<XmlRpcValue>
  /**
   * The last 1,024 bytes of a child's log and then what is appended, until `signal` aborts or the server closes
   * (WEB-20..23). Throws HttpStatusError (404: no such log) or ConnectionError.
   */
  followProcessLog(
    name: string,
    channel?: 'stdout' | 'stderr',
    options?: FollowOptions,
  ): AsyncIterable<Buffer>
  /** The same for the daemon's own log. */
  followMainLog(options?: FollowOptions): AsyncIterable<Buffer>
  /** Closes idle connections. They do not keep the program alive. */
  close(): void
}

export interface FollowOptions {
  readonly signal?: AbortSignal
}

/** Throws ServerUrlError; connects at the first call. */
export function createClient(options: ClientOptions): Client {
  const transport = createTransport(options)

  async function send<Result>(
    method: string,
    parameters: readonly XmlRpcValue[],
    read: Read<Result>,
  ): Promise<Result> {
    const answer = await transport.post('/RPC2', encodeCall(method, parameters))
    if (answer.head.status !== 200) throw statusError('/RPC2', answer.head)
    const decoded = decode(answer.body.toString('utf8'))
    if ('fault' in decoded) throw new RemoteFault(decoded.fault.code, decoded.fault.text)
    return read(decoded.value)
  }

  function statusError(path: string, head: { readonly status: number; readonly reason: string }) {
    return new HttpStatusError(options.serverurl + path, head.status, head.reason)
  }

  async function* follow(path: string, { signal }: FollowOptions): AsyncGenerator<Buffer> {
    for await (const part of transport.stream(encodePath(path), signal)) {
      if (part instanceof Uint8Array) yield part
      else if (part.status !== 200) throw statusError(path, part)
    }
  }

  return {
    serverurl: options.serverurl,
    supervisor: supervisorMethods(send),
    system: systemMethods(send),
    call: (method, ...parameters) => send(method, parameters, any),
    followProcessLog: (name, channel = 'stdout', follower = {}) =>
      follow(`/logtail/${name}/${channel}`, follower),
    followMainLog: (follower = {}) => follow('/mainlogtail', follower),
    close: transport.close,
  }
}

function decode(body: string): ReturnType<typeof decodeResponse> {
  try {
    return decodeResponse(body)
  } catch (error) {
    throw new AnswerError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function encodePath(path: string): string {
  return encodeURI(path).replace(/[?#]/g, encodeURIComponent)
}
