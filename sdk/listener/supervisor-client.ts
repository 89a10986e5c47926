// A client of the supervisor that started this program.

import { readFileSync } from 'node:fs'
import type { Client, ClientOptions } from '../client/index.js'

/**
 * Reads SUPERVISOR_SERVER_URL, and the credentials SUPERVISOR_USERNAME and SUPERVISOR_PASSWORD, which Reeve gives each
 * listener where its server asks for some. Where the only server speaks TLS, SUPERVISOR_TLS_CA is the path of a PEM file
 * with its authority, or its certificate; `environment=` of the program sets it. The client is loaded at the first call
 * of this function only. Rejects when the program was not started by a supervisor, or by one without a server.
 */
export async function supervisorClient(
  options: Partial<ClientOptions> = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Client> {
  const serverurl = options.serverurl ?? environment.SUPERVISOR_SERVER_URL
  if (serverurl === undefined || serverurl === '') {
    throw new Error(
      'SUPERVISOR_SERVER_URL is not set: the program must be started by a supervisor that has a ' +
        '[unix_http_server] or [inet_http_server] section',
    )
  }
  const { createClient } = await import('../client/index.js')
  const authority = environment.SUPERVISOR_TLS_CA
  return createClient({
    ...(authority === undefined ? {} : { tls: { ca: readFileSync(authority) } }),
    username: environment.SUPERVISOR_USERNAME,
    password: environment.SUPERVISOR_PASSWORD,
    ...options,
    serverurl,
  })
}
