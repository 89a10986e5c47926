// A bound server before and after its application is ready: early requests wait, later ones go straight through.

import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import { refuseMalformed } from './refusal.js'
import { takeTurns } from './turns.js'
import { UnreadAnswers } from './unread.js'

/** How long an idle connection is kept: the interactive shell of supervisorctl does not reconnect (WEB-13). */
const KEEP_ALIVE_MS = 30 * 60_000
/** A client has this long for a request's headers, and for all of it. Answers and tails have no limit. */
const HEADERS_MS = 60_000
const REQUEST_MS = 300_000
/** How often the two limits are checked: rarely, because each check wakes an idle daemon. */
const CHECK_MS = 60_000

/** A server that accepts at once and answers as soon as `open` has given it a listener. */
export interface Gate {
  readonly server: Server
  /** Lets the waiting requests through, in order, and all later ones. */
  open(listener: RequestListener): void
}

/**
 * With certificates, the server speaks TLS. Throws for ones that cannot be used. `onCut` is told the bytes of each
 * answer that is given up because nobody reads it.
 */
export function createGate(tls?: ServerOptions, onCut: (bytes: number) => void = () => {}): Gate {
  const options = {
    requireHostHeader: false,
    noDelay: true,
    keepAlive: true,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: CHECK_MS,
  }
  const server = tls === undefined ? createServer(options) : createTlsServer({ ...options, ...tls })
  const waiting: Parameters<RequestListener>[] = []
  const wait: RequestListener = (request, response) => {
    waiting.push([request, response])
  }
  server.on('request', wait)
  server.on('clientError', refuseMalformed)
  return {
    server,
    open(listener) {
      const inTurns = takeTurns(listener, new UnreadAnswers(onCut))
      server.off('request', wait)
      server.on('request', inTurns)
      for (const early of waiting.splice(0)) inTurns(...early)
    },
  }
}
