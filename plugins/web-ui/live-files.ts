// The live pages' program and style sheet, which the build puts into dist/web-ui, each also packed.

import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { acceptsGzip } from './page.js'
import { packageRoot } from './static-files.js'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript;charset=utf-8',
  '.css': 'text/css;charset=utf-8',
}

export interface LiveFiles {
  /** The elements of a page's head that make it live. Read at the first use: most daemons show no page. */
  head(): string
  addRoutes(server: FastifyInstance): void
}

export function createLiveFiles(): LiveFiles {
  let head: string | undefined
  let names: ReadonlySet<string> | undefined
  return {
    head() {
      head ??= read('head.html').toString()
      return head
    },
    addRoutes(server) {
      server.get<{ Params: { name: string } }>('/ui/:name', (request, reply) => {
        const { name } = request.params
        const type = TYPES[extname(name)]
        names ??= new Set(readdirSync(folder()))
        if (type === undefined || !names.has(name)) return reply.callNotFound()
        const isPacked = acceptsGzip(request)
        if (isPacked) reply.header('content-encoding', 'gzip')
        return reply
          .headers({ 'content-type': type, 'x-content-type-options': 'nosniff', vary: 'accept-encoding' })
          .header('cache-control', 'public, max-age=31536000, immutable')
          .send(read(isPacked ? `${name}.gz` : name))
      })
    },
  }
}

function folder(): string {
  return join(packageRoot(), 'dist', 'web-ui')
}

function read(name: string): Buffer {
  return readFileSync(join(folder(), name))
}
