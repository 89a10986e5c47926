// The HTTP servers: bound before the daemon detaches, answering once the first processes are started.

import type { Server } from 'node:http'
import { type Clock, definePlugin, httpHooks, type Section, type Supervisor } from 'reeve/sdk'
import { addressOf, inOpeningOrder, startUpError } from './address.js'
import { type App, createApp } from './app.js'
import { asksForPassword, checkViewer } from './authentication.js'
import { createGate, type Gate } from './gate.js'
import { encapsulateTaps } from './scopes.js'
import { checkTls, readTls } from './tls.js'

/** Answers in flight have this long to reach their clients when the servers close. */
const FAREWELL_MS = 1_000
/** How often connections that have become idle are closed during the farewell. */
const FAREWELL_STEP_MS = 20

export default definePlugin({
  name: 'http-server',
  sections: { inet_http_server: 'any', unix_http_server: 'any' },
  check: (section) =>
    section.kind === 'inet_http_server' ? [...checkViewer(section), ...checkTls(section)] : [],
  apply(supervisor, options) {
    const servers = inOpeningOrder(options.sections).map((section) => createHttpServer(supervisor, section))
    if (servers.length === 0) return
    encapsulateTaps(supervisor)
    supervisor.hooks.open.tapPromise('http-server', async () => {
      for (const server of servers) await server.bind()
      // Tapped last, so that the interfaces have been announced before, as in Supervisor's log.
      supervisor.hooks.boot.tap('http-server', () => {
        for (const server of servers) server.warn()
      })
    })
    supervisor.hooks.boot.tap('http-server', () => {
      // By now all plugins that know callers of their own have said so.
      if (canHaveViewers(supervisor, options.sections)) keepViewersOut(supervisor)
    })
    supervisor.hooks.ready.tap('http-server', () => {
      // Loading fastify takes longer than starting all programs, so it comes one macrotask after them.
      supervisor.clock.soon(() =>
        supervisor.clock.soon(() => {
          for (const server of servers) server.open()
        }),
      )
    })
    return async () => {
      await Promise.all(servers.map((server) => server.close()))
    }
  },
})

function canHaveViewers(supervisor: Supervisor, sections: readonly Section[]): boolean {
  return (
    httpHooks(supervisor).authenticate.taps.length > 0 ||
    sections.some((section) => section.values.readonly_username !== undefined)
  )
}

function keepViewersOut(supervisor: Supervisor): void {
  httpHooks(supervisor).authorize.tap('http-server', ({ caller, mutates }) =>
    caller.readOnly === true && mutates ? false : undefined,
  )
}

interface HttpServer {
  /** Listens; requests wait. Rejects with the operator's message. */
  bind(): Promise<void>
  /** Says so when everybody may come in (MSG-02). */
  warn(): void
  /** Builds the application, then answers. */
  open(): void
  /** Resolves when the last answer is sent and the application's own `onClose` hooks are done. */
  close(): Promise<void>
}

function createHttpServer(supervisor: Supervisor, section: Section): HttpServer {
  let isClosed = false
  let opening: Promise<App | undefined> = Promise.resolve(undefined)
  const gate: Gate = createGate(
    section.kind === 'inet_http_server' ? readTls(section) : undefined,
    (bytes) => {
      const what = `an answer of which ${bytes} bytes were not read is given up to make room for others`
      supervisor.log.warn(`Server '${section.header}': ${what}`)
    },
  )
  const build = async (): Promise<App | undefined> => {
    try {
      const app = await createApp(supervisor, section, gate.server)
      gate.open(app.listener)
      return app
    } catch (error) {
      // After boot nothing ends the daemon: the server stays bound and says what is wrong.
      supervisor.log.critical(`Server '${section.header}' cannot answer: ${describe(error)}`)
      gate.open((_request, response) => response.writeHead(500).end())
      return undefined
    }
  }
  return {
    async bind() {
      try {
        await supervisor.listen(gate.server, addressOf(section))
      } catch (error) {
        throw startUpError(error, section)
      }
    },
    warn() {
      if (asksForPassword(section) || httpHooks(supervisor).authenticate.taps.length > 0) return
      supervisor.log.critical(`Server '${section.header}' running without any HTTP authentication checking`)
    },
    open() {
      if (!isClosed) opening = build()
    },
    async close() {
      isClosed = true
      await closeServer(gate.server, supervisor.clock)
      // An application that is still being built would outlive the server.
      await (await opening)?.instance.close()
    },
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Closes connections as they become idle, then all that are left. */
function closeServer(server: Server, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const steps = FAREWELL_MS / FAREWELL_STEP_MS
    const step = (left: number): void => {
      server.closeIdleConnections()
      if (left === 0) server.closeAllConnections()
      else timer = clock.after(FAREWELL_STEP_MS, () => step(left - 1))
    }
    let timer = clock.after(0, () => undefined)
    server.close(() => {
      timer.cancel()
      resolve()
    })
    step(steps)
  })
}
