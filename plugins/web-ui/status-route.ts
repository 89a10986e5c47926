// What happens to a request for the status page: an action and a redirect, a refusal, or the page.

import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  httpHooks,
  isBrowser,
  isCrossSite,
  isOpenToAll,
  type PageToken,
  type Section,
  type Supervisor,
  saysItsSite,
} from 'reeve/sdk'
import type { Perform } from './actions.js'
import { type Form, readForm } from './form.js'
import type { LiveFiles } from './live-files.js'
import { REDIRECT_HEADERS, sendLivePage, sendPage } from './page.js'
import { sendError } from './refusal.js'
import { serverUrl } from './server-url.js'
import { createRenderStatus } from './status-page.js'
import { quote } from './text.js'

export function createStatusRoute(
  supervisor: Supervisor,
  section: Section,
  perform: Perform,
  live: LiveFiles,
) {
  const { token } = httpHooks(supervisor)
  const isOpen = isOpenToAll(section)
  const render = createRenderStatus(supervisor)
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const form = readForm(request)
    const action = form.get('action')
    const changes = action !== undefined && action !== 'refresh'
    if (changes || request.method === 'POST') {
      const refusal = refuse(request, form, token)
      if (refusal !== undefined) return sendError(reply, 403, refusal)
    }
    const canChange = request.caller.readOnly !== true
    if (changes && !canChange) return sendError(reply, 403, VIEWER)
    if (action === undefined) {
      const visit = { token: token.text(), canChange, isOpen }
      return isLive(request)
        ? sendLivePage(request, reply, render({ ...visit, head: live.head() }))
        : sendPage(reply, render({ ...visit, message: form.get('message') }))
    }
    const message = await perform(action, form.get('processname'), request.caller)
    if (message === undefined) return sendError(reply, 500)
    reply.headers({ ...REDIRECT_HEADERS, location: `${serverUrl(request)}/?message=${quote(message)}` })
    return sendError(reply, 301)
  }
  return { handler, config: { checksOrigin: true } }
}

/** The bare address is where people look. Bookmarks of index.html, and what actions lead to, stay as they are. */
function isLive(request: FastifyRequest): boolean {
  return request.method === 'GET' && request.url === '/'
}

/**
 * Why a request may not change anything; undefined when it may. Our own pages show by their token that they sent it,
 * also behind a proxy that changes the Host header. Other requests may if no other site's page made them.
 */
// Differs from Supervisor: pages of other sites can change nothing (EDGE-38).
function refuse(request: FastifyRequest, form: Form, token: PageToken): string | undefined {
  const given = form.get('token')
  if (given === undefined) return refuseWithoutToken(request.headers)
  return token.matches(given) ? undefined : STALE
}

function refuseWithoutToken(headers: IncomingHttpHeaders): string | undefined {
  if (isCrossSite(headers)) return FOREIGN
  return isBrowser(headers) && !saysItsSite(headers) ? UNKNOWN : undefined
}

const FOREIGN = 'Forbidden: a page of another site asked for this, and nothing was done'
const UNKNOWN =
  'Forbidden: the browser does not say which page asked for this, and nothing was done; press the button of the page'
const VIEWER = 'Forbidden: you may look at everything and change nothing'
const STALE = 'Forbidden: this page is older than the daemon, and nothing was done; load it again'
