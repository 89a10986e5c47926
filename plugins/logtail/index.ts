// Streaming tails over HTTP: /logtail/{process}[/stdout|/stderr] and /mainlogtail (WEB-02, WEB-03, WEB-20..23).

import { statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { definePlugin, errorPage, httpHooks, isFault, type LogFile, type Supervisor } from 'reeve/sdk'
import { streamLog } from './stream.js'

export default definePlugin({
  name: 'logtail',
  requires: ['http-server'],
  apply(supervisor) {
    const streams = new Set<() => void>()
    httpHooks(supervisor).server.tap('logtail', (server) => addRoutes(server, supervisor, streams))
    return () => {
      for (const end of streams) end()
    }
  },
})

function addRoutes(server: FastifyInstance, supervisor: Supervisor, streams: Set<() => void>): void {
  server.get<{ Params: { '*': string } }>('/logtail/*', (request, reply) => {
    const log = findLog(supervisor, request.params['*'])
    // Proxies must not collect what is read live.
    reply.header('x-accel-buffering', 'no')
    return send(reply, log, supervisor, streams)
  })
  server.get('/mainlogtail*', (_request, reply) => send(reply, supervisor.mainLog, supervisor, streams))
  for (const path of ['/logtail/*', '/mainlogtail*']) {
    server.head(path, (_request, reply) => refuse(reply, 400, 'Bad Request'))
  }
}

function refuse(reply: FastifyReply, status: number, reason: string): FastifyReply {
  return reply.code(status).type('text/html').send(errorPage(status, reason))
}

/** The log of `name`, `group:name`, or either with `/stdout` or `/stderr` behind it. */
function findLog(supervisor: Supervisor, path: string): LogFile | undefined {
  const slash = path.indexOf('/')
  const name = slash < 0 ? path : path.slice(0, slash)
  const channel = slash < 0 ? 'stdout' : path.slice(slash + 1)
  if (channel !== 'stdout' && channel !== 'stderr') return undefined
  try {
    const { process } = supervisor.resolve(name)
    return channel === 'stdout' ? process?.stdoutLog : process?.stderrLog
  } catch (error) {
    if (isFault(error)) return undefined
    throw error
  }
}

function send(
  reply: FastifyReply,
  log: LogFile | undefined,
  supervisor: Supervisor,
  streams: Set<() => void>,
): FastifyReply {
  const modified = log?.path ? statSync(log.path, { throwIfNoEntry: false })?.mtime : undefined
  if (log === undefined || modified === undefined) return refuse(reply, 404, 'Not Found')
  reply.header('content-type', 'text/plain;charset=utf-8').header('last-modified', modified.toUTCString())
  const stream = openStream(supervisor, log)
  if (stream === undefined) return refuse(reply, 404, 'Not Found')
  const end = () => stream.push(null)
  streams.add(end)
  stream.once('close', () => streams.delete(end))
  // An empty log must not look like a server that does not answer.
  stream.once('resume', () => reply.raw.flushHeaders())
  return reply.send(stream)
}

/** Undefined for a log that went away or cannot be read. */
function openStream(supervisor: Supervisor, log: LogFile): Readable | undefined {
  try {
    return streamLog(supervisor, log)
  } catch (error) {
    if (isFault(error)) return undefined
    throw error
  }
}
