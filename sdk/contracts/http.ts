// Hooks of the http-server plugin: routes on every server, and who may come in.

import type { FastifyInstance } from 'fastify'
import { SyncBailHook, SyncHook } from 'tapable'
import type { Section } from '../config.js'
import type { Supervisor } from '../supervisor.js'

/** Who sends a request. */
export interface Caller {
  /** The user name after authentication; null where the server asks for none. */
  readonly user: string | null
  /** The server section it came through, for example `unix_http_server`. */
  readonly server: string
}

/** What a client presented. `authorization` is the raw header value. */
export interface Credentials {
  readonly authorization: string | undefined
  readonly server: Section
}

export interface HttpHooks {
  /** Fires once per server while it is set up: register routes and fastify plugins. They are encapsulated per tap. */
  readonly server: SyncHook<[FastifyInstance, Section]>
  /** Asks who a client is: a Caller lets it in, false refuses (401), undefined leaves it to the section's username and password. */
  readonly authenticate: SyncBailHook<[Credentials], Caller | false | undefined>
}

/** The http-server plugin's hooks. */
export function httpHooks(supervisor: Supervisor): HttpHooks {
  return supervisor.contract('http', () => ({
    server: new SyncHook<[FastifyInstance, Section]>(['server', 'section']),
    authenticate: new SyncBailHook<[Credentials], Caller | false | undefined>(['credentials']),
  }))
}
