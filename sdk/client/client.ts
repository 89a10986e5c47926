// A typed client of a running supervisord, Reeve's or the original, over its unix socket or HTTP.

import { withoutPassword } from '../shown-url.js'
import { decodeResponse, encodeCall } from '../xmlrpc/index.js'
import type { XmlRpcValue } from '../xmlrpc/values.js'
import { any, type Read } from './answers.js'
import { AnswerError, ApiError, HttpStatusError, RemoteFault } from './errors.js'
import { type SupervisorMethods, type SystemMethods, supervisorMethods, systemMethods } from './methods.js'
import { createTransport, type TransportOptions } from './transport.js'
import { createWatch, type Watch, type WatchOptions } from './watching.js'

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
   * Sends a request to the JSON API, `/programs/web`, and gives its answer; encode names in the path. Reeve only: rejects with HttpStatusError
   * (404) where the server has none, and with ApiError where it refuses.
   */
  api<Answer = unknown>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer>
  /** Every process, then each that changes. Works with Supervisor too, by asking again and again: see WatchMode. */
  watch(options?: WatchOptions): Watch
  /** A client of the same server with other options: a limit of time, or a signal, for some of the calls. */
  with(options: Partial<Omit<ClientOptions, 'serverurl'>>): Client
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
    return new HttpStatusError(withoutPassword(options.serverurl) + path, head.status, head.reason)
  }

  async function api<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const target = `/api/v1${path}`.replace(/[^!-~]+/g, encodeURIComponent)
    const { head, body: bytes } = await transport.request(
      method,
      target,
      body === undefined ? undefined : JSON.stringify(body),
    )
    const isJson = /^application\/json/.test(head.headers.get('content-type') ?? '')
    // A server without the API, or one that asks for credentials, answers with a page.
    if (!isJson || head.status === 401) throw statusError(target, head)
    const answer = parseJson(bytes.toString('utf8'))
    if (head.status === 200) return answer as Answer
    const { error } = answer as { readonly error?: { readonly fault: string; readonly message: string } }
    throw error === undefined
      ? statusError(target, head)
      : new ApiError(head.status, error.fault, error.message)
  }

  async function* follow(path: string, { signal }: FollowOptions): AsyncGenerator<Buffer> {
    for await (const part of transport.stream(encodePath(path), { signal })) {
      if (part instanceof Uint8Array) yield part
      else if (part.status !== 200) throw statusError(path, part)
    }
  }

  const supervisor = supervisorMethods(send)
  return {
    serverurl: options.serverurl,
    supervisor,
    system: systemMethods(send),
    call: (method, ...parameters) => send(method, parameters, any),
    api,
    watch: (watch = {}) =>
      createWatch({
        transport,
        supervisor,
        serverurl: withoutPassword(options.serverurl),
        options: withSignal(watch, options),
      }),
    with: (others) => createClient({ ...options, ...others }),
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

/** The client's own signal ends a watch too. */
function withSignal(watch: WatchOptions, { signal }: ClientOptions): WatchOptions {
  const signals = [watch.signal, signal].filter((one) => one !== undefined)
  return { ...watch, signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0] }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AnswerError(`not JSON: ${JSON.stringify(text.slice(0, 80))}`, { cause: error })
  }
}

function encodePath(path: string): string {
  return encodeURI(path).replace(/[?#]/g, encodeURIComponent)
}
