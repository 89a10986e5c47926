// The tail page: the end of a process's stdout log, once (WEB-38).

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Fault, isFault, type Supervisor } from 'reeve/sdk'
import { readForm } from './form.js'
import { createFill, sendPage } from './page.js'
import { escapeHtml, quote } from './text.js'

/** Bytes shown unless more are asked for. */
const LEAST_BYTES = 1024
/**
 * A page of 200 MB keeps the daemon busy for eight seconds, and no browser shows it.
 * Differs from Supervisor: any number is taken ("the tail page shows 16 MiB at most").
 */
const MOST_BYTES = 16 * 1024 * 1024

export function createTailRoute(supervisor: Supervisor) {
  const fill = createFill('tail.html')
  const handler = (request: FastifyRequest, reply: FastifyReply) => {
    const form = readForm(request)
    const namespec = form.get('processname')
    const limit = effectiveLimit(form.get('limit'))
    const text = namespec === undefined ? 'No process name found' : readEnd(supervisor, namespec, limit)
    return sendPage(
      reply,
      fill({
        // Supervisor's word for no name, which programs may look for.
        process: escapeHtml(namespec ?? 'None'),
        text: escapeHtml(text),
        refresh: namespec === undefined ? '' : refreshLink(namespec, limit),
      }),
    )
  }
  return { handler }
}

function effectiveLimit(given: string | undefined): number {
  if (given === undefined || !/^\d+$/.test(given)) return LEAST_BYTES
  return Math.min(Math.max(LEAST_BYTES, Number(given)), MOST_BYTES)
}

function readEnd(supervisor: Supervisor, namespec: string, bytes: number): string {
  try {
    const { process } = supervisor.resolve(namespec)
    if (process === null) throw new Fault('BAD_NAME', namespec)
    return process.stdoutLog.read(-bytes, 0).toString('utf8')
  } catch (error) {
    if (!isFault(error)) throw error
    if (error.faultName === 'NO_FILE') return `No file for ${namespec}`
    return `ERROR: unexpected rpc fault [${error.faultCode}] ${error.message}`
  }
}

function refreshLink(namespec: string, limit: number): string {
  return `<a class="action-button" href="tail.html?processname=${quote(namespec)}&amp;limit=${limit}">Refresh</a>`
}
