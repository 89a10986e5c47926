// Hooks of the http-server plugin: routes on every server, and who may come in.

import type { FastifyInstance } from 'fastify'
import { SyncBailHook, SyncHook } from 'tapable'
import type { Section } from '../config.js'
import { createPageToken, type PageToken } from '../page-token.js'
import { createPathRoots, type PathRoots } from '../path-roots.js'
import type { Supervisor } from '../supervisor.js'

/** Who sends a request. */
export interface Caller {
  /** The user name after authentication; null where the server asks for none. */
  readonly user: string | null
  /** The server section it came through, for example `unix_http_server`. */
  readonly server: string
  /** May look, and change nothing. */
  readonly readOnly?: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the body is read. */
    caller: Caller
  }
  interface FastifyContextConfig {
    /**
     * The route decides by itself about requests that other sites' pages make. Of all other routes they may only use
     * GET and HEAD, which therefore must not change anything.
     */
    checksOrigin?: boolean
    /** A browser must show by the token of our pages (`x-reeve-token`) that one of them asks. */
    needsToken?: boolean
    /** Whose the route is; set by http-server. */
    plugin?: string
  }
}

/** What a client presented. `authorization` is the raw header value. */
export interface Credentials {
  readonly authorization: string | undefined
  readonly server: Section
}

/** What somebody wants to do, by whatever interface. */
export interface Access {
  readonly caller: Caller
  /**
   * The XML-RPC method that does it, `supervisor.startProcess`, also where it is asked for by a page or by the JSON API;
   * `api.` and the operation's name where only the JSON API does it.
   */
  readonly action: string
  /** The process or group that it is about, as the client named it; null where it is about none, or about all. */
  readonly target: string | null
  /** Does it change anything? True also for methods of plugins that do not say. */
  readonly mutates: boolean
}

export interface HttpHooks {
  /**
   * Fires: once per server while it is set up, one macrotask after the first autostart.
   * May: register routes, hooks and plugins of fastify. Each tap gets a scope of its own; `request.caller` says who asks.
   * Must not: set a timeout, because answers may take as long as a process takes to stop; or change anything for GET
   * and HEAD, which pages of other sites may send too. Ask `isAllowed` before doing what others may not.
   * Order: after `ready`; requests that come earlier wait.
   * A throw: is logged, and the routes of the others work; also a throw in a plugin of fastify that it registers.
   */
  readonly server: SyncHook<[FastifyInstance, Section]>
  /**
   * Fires: for each request, before its body is read: who is this client?
   * May: let it in (a Caller), refuse it (false, 401), or leave it to the next tap and to the section's username and
   * password (undefined).
   * Must not: wait; a look-up that takes time belongs into a cache.
   * Order: before everything else that happens to a request.
   * A throw: is logged and refuses.
   */
  readonly authenticate: SyncBailHook<[Credentials], Caller | false | undefined>
  /**
   * Fires: before everything that XML-RPC, the JSON API and the pages' buttons do: may this caller do it?
   * May: refuse it (false), or let it pass (undefined).
   * Must not: wait.
   * Order: after `authenticate`. Who asks calls `isAllowed`, which asks `rpc.authorize` too.
   * A throw: is logged and refuses.
   */
  readonly authorize: SyncBailHook<[Access], boolean | undefined>
  /** What our own pages send with each change: other sites' pages can make requests, and cannot read it. */
  readonly token: PageToken
  /**
   * Paths that a plugin keeps to itself with everything below, said in `apply`. A route of another plugin there is
   * refused when it is registered: the tap that does it fails, with both names.
   */
  readonly roots: PathRoots
}

/** The http-server plugin's hooks. */
export function httpHooks(supervisor: Supervisor): HttpHooks {
  return supervisor.contract('http', () => ({
    server: new SyncHook<[FastifyInstance, Section]>(['server', 'section']),
    authenticate: new SyncBailHook<[Credentials], Caller | false | undefined>(['credentials']),
    authorize: new SyncBailHook<[Access], boolean | undefined>(['access']),
    token: createPageToken(),
    roots: createPathRoots(),
  }))
}

/** True when the configuration has a section that makes an HTTP server. */
export function hasHttpServer(supervisor: Supervisor): boolean {
  return supervisor.config.sections.some(isHttpServer)
}

export function isHttpServer({ kind }: Section): boolean {
  return kind === 'inet_http_server' || kind === 'unix_http_server'
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i

/** True when a server listens beyond this machine and asks nobody for a password. */
export function isOpenToAll({ kind, values }: Section): boolean {
  if (kind !== 'inet_http_server') return false
  const { host } = values.port as { readonly host: string }
  return !LOOPBACK.test(host) && (typeof values.username !== 'string' || values.username === '')
}

/** The small page that answers a request which failed, in the layout of Supervisor's (WEB-09). */
export function errorPage(status: number, reason: string): string {
  return [
    '<head>',
    '<title>Error response</title>',
    '</head>',
    '<body>',
    '<h1>Error response</h1>',
    `<p>Error code ${status}.`,
    `<p>Message: ${reason}.`,
    '</body>',
    '',
  ].join('\r\n')
}
