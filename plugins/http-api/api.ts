// The API: finds the operation of a request, asks whether the caller may, carries it out, and answers.

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiOperation, ApiOperationId } from 'reeve/schemas/api-operations'
import { Fault, isAllowed, processesByName, rpcHooks, type Supervisor } from 'reeve/sdk'
import { createBulkOperations, type MayDo } from './bulk-operations.js'
import { type ApiCall, type Operation, TAKEN } from './calls.js'
import { createConfigOperations } from './config-operations.js'
import { createDaemonOperations } from './daemon-operations.js'
import { createFilter } from './event-filter.js'
import { EventHub } from './event-hub.js'
import { createSources } from './event-sources.js'
import type { Histories } from './history.js'
import { createLogOperations } from './log-operations.js'
import { createPluginOperations } from './plugin-operations.js'
import { createProgramOperations, oneProcess } from './program-operations.js'
import { createDescribe } from './program-record.js'
import { Refusal, refusalOf } from './refusals.js'
import { matchRoute, readBody, readQuery } from './requests.js'
import { createStreams } from './streams.js'
import { createUsages } from './usage.js'

export interface ApiParts {
  readonly supervisor: Supervisor
  readonly histories: Histories
  readonly startedAt: number
}

export interface Api {
  answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown>
  close(): void
}

export function createApi({ supervisor, histories, startedAt }: ApiParts): Api {
  const hub = new EventHub(supervisor.clock)
  const streams = createStreams(supervisor, hub)
  const revision = () => hub.revision
  const usages = createUsages(supervisor)
  const describe = createDescribe(supervisor, usages, revision)
  const sources = createSources(supervisor, hub, histories, describe)
  const mayDo: MayDo = ({ caller }, method, namespec) =>
    isAllowed(supervisor, { caller, action: method, target: namespec, mutates: true })
  const programs = createProgramOperations(supervisor, describe, histories, revision)
  const operations: Readonly<Record<ApiOperationId, Operation>> = {
    ...programs,
    ...createBulkOperations(supervisor, mayDo),
    ...createDaemonOperations(supervisor, startedAt, () => streams.counts),
    ...createLogOperations(supervisor, streams),
    ...createConfigOperations(supervisor),
    ...createPluginOperations(supervisor),
    listUsage({ query }) {
      const names = query.programs as readonly string[] | undefined
      return usages.histories(
        names === undefined ? processesByName(supervisor) : names.map((name) => oneProcess(supervisor, name)),
      )
    },
    streamEvents({ query, request, reply }) {
      const given = request.headers['last-event-id'] ?? query.lastEventId
      const filter = createFilter(
        supervisor,
        query.types as readonly string[] | undefined,
        query.programs as readonly string[] | undefined,
      )
      if (filter.wantsTyped) sources.watchTyped()
      const snapshot = query.snapshot === true ? () => programs.listPrograms() : null
      const lastEventId = given === undefined ? undefined : String(given)
      const onOpen = () => (filter.wants('usage') ? usages.watch(hub) : () => {})
      streams.open(reply, { filter, lastEventId, snapshot, onOpen })
      return TAKEN
    },
  }

  async function carryOut(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const [path = '', ...search] = request.url.split('?')
    const { operation, parameters } = matchRoute(request.method, path)
    const query = readQuery(operation, request.query as Record<string, unknown>, search.join('?'))
    const call: ApiCall = {
      parameters,
      query,
      body: readBody(operation, request.body),
      caller: request.caller,
      request,
      reply,
    }
    return watched(supervisor, operation, call, () => operations[operation.id as ApiOperationId](call))
  }

  return {
    async answer(request, reply) {
      // What is told is how things are now.
      reply.header('cache-control', 'no-store')
      try {
        const answer = await carryOut(request, reply)
        return answer === TAKEN ? reply : reply.send(answer)
      } catch (error) {
        const refusal = refusalOf(error)
        if (refusal === undefined) throw error
        return reply.code(refusal.status).send({ error: refusal.body })
      }
    },
    close() {
      streams.close()
      hub.close()
    },
  }
}

/** Asks `authorize` before, and tells `called` after, for the XML-RPC methods that do the same. */
async function watched(
  supervisor: Supervisor,
  operation: ApiOperation,
  { caller, parameters }: ApiCall,
  run: () => unknown,
): Promise<unknown> {
  const { called } = rpcHooks(supervisor)
  const actions =
    operation.methods.length > 0
      ? operation.methods.map((method) => method.replace('{channel}', capitalised(parameters.channel)))
      : [`api.${operation.id}`]
  const target = parameters.namespec ?? parameters.group ?? null
  let fault: string | null = null
  try {
    for (const action of actions) {
      if (!isAllowed(supervisor, { caller, action, target, mutates: operation.mutates })) {
        throw new Refusal(403, 'FORBIDDEN', `${operation.id} is not allowed`)
      }
    }
    if (operation.mutates && supervisor.state !== 'RUNNING') throw new Fault('SHUTDOWN_STATE')
    return await run()
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error)
    throw error
  } finally {
    if (operation.mutates) for (const method of operation.methods) called.call({ method, caller, fault })
  }
}

/** `stdout` as it stands in the names of methods. */
function capitalised(channel = ''): string {
  return channel.slice(0, 1).toUpperCase() + channel.slice(1)
}
