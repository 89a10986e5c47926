// HTTP requests on raw sockets. node:http and fetch would cost a command line program more time than all its work.

import { withoutPassword } from '../shown-url.js'
import { basicAuthorization, parseServerUrl } from './address.js'
import { connectTo, createConnectionPool, type TlsOptions } from './connection.js'
import { AnswerError, ConnectionError, TimeoutError } from './errors.js'
import { createResponseReader, type ResponseHead } from './http-response.js'

export interface TransportOptions {
  /** `unix:///path`, `http://host[:port]` or `https://host[:port]`. */
  readonly serverurl: string
  /** For https. A server whose certificate is not trusted is a ConnectionError. */
  readonly tls?: TlsOptions | undefined
  readonly username?: string | null | undefined
  readonly password?: string | null | undefined
  /** The longest wait for a complete answer; without it there is no limit, as a stop may take its time. */
  readonly timeoutMs?: number | undefined
  /** Aborting it fails what is under way and closes its connections. */
  readonly signal?: AbortSignal | undefined
}

export interface HttpAnswer {
  readonly head: ResponseHead
  readonly body: Buffer
}

export interface StreamOptions {
  readonly signal?: AbortSignal | undefined
  /** More lines of the header. */
  readonly headers?: readonly string[]
  /** What sends nothing for so long is taken for lost. */
  readonly silenceMs?: number
}

export interface Transport {
  /** Rejects with ConnectionError, AnswerError, TimeoutError, or the reason of the aborted signal. */
  post(path: string, body: string): Promise<HttpAnswer>
  /** The same for any request. A body is JSON. */
  request(method: string, path: string, body?: string): Promise<HttpAnswer>
  /** A response as it comes: first its head, then parts of its body. Ends quietly when a signal aborts. */
  stream(path: string, options?: StreamOptions): AsyncGenerator<ResponseHead | Buffer, void, undefined>
  close(): void
}

/** Throws ServerUrlError. */
export function createTransport(options: TransportOptions): Transport {
  const { serverurl, timeoutMs, signal } = options
  const address = parseServerUrl(serverurl)
  const shown = withoutPassword(serverurl)
  const authorization = basicAuthorization(options.username, options.password)
  const pool = createConnectionPool(address, options.tls)

  function request(start: string, ...headers: string[]): string {
    if (authorization !== undefined) headers.push(`Authorization: ${authorization}`)
    return `${[`${start} HTTP/1.1`, `Host: ${address.host}`, 'User-Agent: reeve', ...headers].join('\r\n')}\r\n\r\n`
  }

  function post(path: string, body: string): Promise<HttpAnswer> {
    return exchange(
      `POST ${path}`,
      ['Accept: text/xml', 'Content-Type: text/xml', `Content-Length: ${Buffer.byteLength(body)}`],
      body,
    )
  }

  function requestJson(method: string, path: string, body?: string): Promise<HttpAnswer> {
    const headers =
      body === undefined
        ? []
        : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]
    return exchange(`${method} ${path}`, ['Accept: application/json', ...headers], body ?? '')
  }

  function exchange(start: string, headers: readonly string[], body: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const reader = createResponseReader()
      const parts: Buffer[] = []
      const connection = pool.take()
      const onAbort = () => fail(signal?.reason)
      const onTimeout = () => fail(new TimeoutError(`${shown} did not answer in ${timeoutMs} ms`))
      const timer = timeoutMs === undefined ? undefined : setTimeout(onTimeout, timeoutMs)
      signal?.addEventListener('abort', onAbort, { once: true })

      function settle(): void {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
      }
      function fail(error: unknown): void {
        settle()
        connection.destroy()
        reject(error)
      }
      function read(step: () => void): void {
        try {
          step()
        } catch (error) {
          fail(error)
          return
        }
        if (!reader.complete || reader.head === null) return
        settle()
        if (reader.reusable) connection.release()
        else connection.destroy()
        resolve({ head: reader.head, body: Buffer.concat(parts) })
      }

      const head = request(start, ...headers)
      connection.send(head + body, {
        data: (bytes) => read(() => parts.push(...reader.push(bytes))),
        end: () => read(() => (reader.head === null ? refuse(shown) : reader.end())),
        error: (error) => fail(new ConnectionError(shown, error)),
      })
    })
  }

  async function* stream(
    path: string,
    { signal: own, headers = [], silenceMs = 0 }: StreamOptions = {},
  ): AsyncGenerator<ResponseHead | Buffer> {
    const signals = [signal, own].filter((one) => one !== undefined)
    const isAborted = () => signals.some((one) => one.aborted)
    if (isAborted()) return
    const reader = createResponseReader()
    const socket = connectTo(address, options.tls)
    const stop = () => socket.destroy()
    if (silenceMs > 0) {
      socket.setTimeout(silenceMs, () => {
        socket.destroy(new TimeoutError(`${shown} was silent for ${silenceMs} ms`))
      })
    }
    for (const one of signals) one.addEventListener('abort', stop, { once: true })
    try {
      socket.write(request(`GET ${path}`, 'Accept: */*', ...headers))
      let headGiven = false
      for await (const bytes of socket) {
        const parts = reader.push(bytes as Buffer)
        if (!headGiven && reader.head !== null) {
          headGiven = true
          yield reader.head
        }
        yield* parts
        if (reader.complete) return
      }
      if (!headGiven) refuse(shown)
    } catch (error) {
      if (isAborted()) return
      throw isSystemError(error) ? new ConnectionError(shown, error) : error
    } finally {
      for (const one of signals) one.removeEventListener('abort', stop)
      socket.destroy()
    }
  }

  return { post, request: requestJson, stream, close: pool.close }
}

function refuse(serverurl: string): never {
  throw new AnswerError(`${serverurl} closed the connection without an answer`, { isBegun: false })
}

/** Of the system, of Node or of a TLS handshake: all but our own. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && !String(error.code).startsWith('REEVE_')
}
