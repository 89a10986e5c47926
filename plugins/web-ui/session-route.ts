// What the live pages must know of their own visit, beside what the API tells everybody.

import type { FastifyInstance } from 'fastify'
import { httpHooks, isOpenToAll, type Section, type Supervisor } from 'reeve/sdk'

/** `GET ui/session`: the token for changes, whether anybody could be here, and whether this visitor may only look. */
export function addSessionRoute(server: FastifyInstance, section: Section, supervisor: Supervisor): void {
  const { token } = httpHooks(supervisor)
  const isOpen = isOpenToAll(section)
  server.get('/ui/session', ({ caller }, reply) =>
    reply
      .header('cache-control', 'no-store')
      .send({ token: token.text(), isOpen, readOnly: caller.readOnly === true }),
  )
}
