// The live pages' program and style sheet, which the build puts into dist/web-ui, each also packed.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { acceptsGzip } from './page.js'
import { packageRoot } from './static-files.js'

const TYPES = { 'app.js': 'text/javascript;charset=utf-8', 'app.css': 'text/css;charset=utf-8' } as const

type Name = keyof typeof TYPES

const FOREVER = 'public, max-age=31536000, immutable'

export interface LiveFiles {
  /** The elements of a page's head that make it live. Read at the first use: most daemons show no page. */
  head(): string
  addRoutes(server: FastifyInstance): void
}

export function createLiveFiles(): LiveFiles {
  const versions = new Map<Name, string>()
  // Its version is in the address of each file, so that it may be kept for ever.
  const versionOf = (name: Name) => {
    const version = versions.get(name) ?? createHash('sha256').update(read(name)).digest('hex').slice(0, 12)
    versions.set(name, version)
    return version
  }
  const address = (name: Name) => `ui/${name}?v=${versionOf(name)}`
  return {
    head: () =>
      `<script src="${address('app.js')}"></script>\n  <link href="${address('app.css')}" rel="stylesheet" />`,
    addRoutes(server) {
      for (const name of Object.keys(TYPES) as Name[]) {
        server.get(`/ui/${name}`, (request, reply) => sendFile(name, request, reply))
      }
    },
  }
}

function read(name: string): Buffer {
  return readFileSync(join(packageRoot(), 'dist', 'web-ui', name))
}

function sendFile(name: Name, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isPacked = acceptsGzip(request)
  if (isPacked) reply.header('content-encoding', 'gzip')
  return reply
    .headers({ 'content-type': TYPES[name], 'x-content-type-options': 'nosniff', vary: 'accept-encoding' })
    .header('cache-control', 'v' in (request.query as object) ? FOREVER : 'no-cache')
    .send(read(isPacked ? `${name}.gz` : name))
}
