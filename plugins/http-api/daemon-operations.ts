// Operations on the daemon itself.

import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { API_VERSION_NUMBER } from 'reeve/schemas/api-operations'
import type { Accepted, Daemon, Streams } from 'reeve/schemas/api-types'
import { SUPERVISOR_STATES, SUPERVISOR_VERSION, type Supervisor } from 'reeve/sdk'
import { type ApiCall, TAKEN } from './calls.js'

/** What was added since the first release of the API. */
const FEATURES: readonly string[] = []

export function createDaemonOperations(supervisor: Supervisor, startedAt: number, streams: () => Streams) {
  return {
    getDaemon: ({ caller }: ApiCall): Daemon => ({
      api: API_VERSION_NUMBER,
      version: supervisor.version,
      supervisorVersion: SUPERVISOR_VERSION,
      identification: supervisor.identifier,
      state: supervisor.state,
      stateCode: SUPERVISOR_STATES[supervisor.state],
      pid: supervisor.pid,
      now: Math.trunc(supervisor.clock.now()),
      startedAt: Math.trunc(startedAt),
      host: hostname(),
      user: caller.user,
      features: FEATURES,
      streams: streams(),
    }),
    getOpenApi({ reply }: ApiCall): typeof TAKEN {
      // Code that was bundled finds the file through the package, wherever its own file lies.
      const path = fileURLToPath(import.meta.resolve('reeve/schemas/generated/openapi.json'))
      reply.type('application/json').send(readFileSync(path))
      return TAKEN
    },
    shutdown(): Accepted {
      supervisor.shutdown()
      return { accepted: true }
    },
    async reload(): Promise<Accepted> {
      await supervisor.restart()
      return { accepted: true }
    },
  }
}
