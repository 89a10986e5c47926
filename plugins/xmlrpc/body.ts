// The body of a call: how much of it is read, as what text, and how XML becomes a tree.

import { Transform } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, RequestPayload } from 'fastify'
import { hasIllegalCharacter } from 'reeve/sdk/xmlrpc'
import { SHOWN_CHARACTERS } from './messages.js'
import { createTagGuard } from './tag-guard.js'

/** Bytes of the largest call that is read. A call larger than the largest pipe is no call for a supervisor. */
export const BODY_LIMIT = 4 * 1024 * 1024

/** What is remembered of a request until it is answered. */
export interface Arrival {
  /** The beginning of the body, for log lines. */
  data: string
  isIllegal: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    xmlrpc: Arrival
  }
}

/**
 * The parser's options. It resolves no reference at all (the decoder does, and knows only those of XML itself), so
 * that no DOCTYPE can make a document grow; CDATA stays apart because it has no references.
 */
const PARSER_OPTIONS = {
  contentType: ['text/xml'],
  validate: true,
  preserveOrder: true,
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  maxNestedTags: 1_000,
}

/** Makes a scope's requests arrive as the ordered tree of their XML. */
export async function readXmlBodies(scope: FastifyInstance): Promise<void> {
  const { default: xmlBodyParser } = await import('fastify-xml-body-parser')
  scope.removeAllContentTypeParsers()
  scope.decorateRequest('xmlrpc')
  scope.addHook('preParsing', receive)
  await scope.register(xmlBodyParser, PARSER_OPTIONS)
}

function httpError(statusCode: number): Error {
  return Object.assign(new Error(`HTTP ${statusCode}`), { statusCode })
}

/**
 * Refuses a body before its first byte is read: without a length (411, RPC-02) or too long (413). Node reads no more
 * than the stated length, so nothing else has to be counted. What is read is decoded as UTF-8 across chunks.
 */
function receive(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: RequestPayload,
  done: (error?: Error | null, payload?: RequestPayload) => void,
): void {
  const length = request.headers['content-length']
  if (length === undefined) {
    refuseUnread(reply, 411, done)
    return
  }
  if (Number(length) > BODY_LIMIT) {
    refuseUnread(reply, 413, done)
    return
  }
  const arrival: Arrival = { data: '', isIllegal: false }
  request.xmlrpc = arrival
  const isHarmless = createTagGuard()
  request.raw.setEncoding('utf8')
  const checked = new Transform({
    decodeStrings: false,
    encoding: 'utf8',
    transform(text: string, _encoding, next) {
      if (arrival.data.length <= SHOWN_CHARACTERS) arrival.data += text
      arrival.isIllegal ||= hasIllegalCharacter(text)
      if (isHarmless(text)) next(null, text)
      else refuseUnread(reply, 400, next)
    },
  })
  checked.on('error', () => request.raw.unpipe(checked).resume())
  // Clients send all kinds of types, or none: every body is taken for XML.
  request.headers['content-type'] = 'text/xml'
  done(null, payload.pipe(checked))
}

/**
 * The client closes, also where it asked us to: many send all of a body before they look for an answer, and a
 * connection that is closed under them takes the answer with it. Node reads on and throws away.
 */
function refuseUnread(reply: FastifyReply, status: number, done: (error: Error) => void): void {
  reply.header('connection', 'keep-alive')
  done(httpError(status))
}
