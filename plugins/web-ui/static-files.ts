// The style sheet, the images and the page templates (WEB-07), which stand beside the source of this plugin.

import { readFileSync, type Stats, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendError } from './refusal.js'
import { serverUrl } from './server-url.js'

/** All there is: a path that is not here leads nowhere. */
const TYPES: Readonly<Record<string, string>> = {
  'status.html': 'text/html',
  'tail.html': 'text/html',
  'stylesheets/supervisor.css': 'text/css',
  'images/icon.png': 'image/png',
  'images/rule.gif': 'image/gif',
  'images/state0.gif': 'image/gif',
  'images/state1.gif': 'image/gif',
  'images/state2.gif': 'image/gif',
  'images/state3.gif': 'image/gif',
  'images/supervisor.gif': 'image/gif',
}
const FOLDERS: ReadonlySet<string> = new Set(['images', 'stylesheets'])

/** Code that was bundled finds its files through the package, wherever its own file lies. */
export function packageRoot(): string {
  return dirname(fileURLToPath(import.meta.resolve('reeve/package.json')))
}

function locate(name: string): string {
  return join(packageRoot(), 'plugins', 'web-ui', 'static', name)
}

export function readTemplate(name: string): string {
  return readFileSync(locate(name), 'utf8')
}

/** Answers with a file, that it has not changed, where its folder is, or that there is none. */
export function sendStatic(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const name = posix.normalize(`/${(request.params as { '*': string })['*']}`).slice(1)
  if (FOLDERS.has(name)) {
    return sendError(reply.header('location', `${serverUrl(request)}/${name}/`), 301)
  }
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined
  const file = type === undefined ? undefined : statSync(locate(name), { throwIfNoEntry: false })
  if (type === undefined || file === undefined) return sendError(reply, 404)
  // Another release brings other files under the same names: browsers ask each time.
  reply.header('cache-control', 'no-cache').header('x-content-type-options', 'nosniff')
  if (isUnchanged(request.headers['if-modified-since'], file)) return reply.code(304).send()
  return reply
    .header('last-modified', file.mtime.toUTCString())
    .header('content-type', type)
    .send(readFileSync(locate(name)))
}

/** Old browsers put the length that they know behind the date: `...; length=3430`. */
function isUnchanged(since: string | undefined, file: Stats): boolean {
  const [, date, length] = /^([^;]+)(?:; length=(\d+))?$/.exec(since ?? '') ?? []
  if (date === undefined || (length !== undefined && Number(length) !== file.size)) return false
  const known = Date.parse(date)
  return !Number.isNaN(known) && Math.floor(file.mtimeMs / 1000) <= Math.floor(known / 1000)
}
