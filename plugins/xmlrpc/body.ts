// The body of a call: how much of it is read, as what text, and how XML becomes a tree.

import type { FastifyInstance, FastifyReply, FastifyRequest, RequestPayload } from 'fastify'
import type { Clock } from 'reeve/sdk'
import { hasIllegalCharacter, type XmlNode } from 'reeve/sdk/xmlrpc'
import { READ_AT_ONCE, readLargeBody, TAG_LIMIT } from './large-body.js'
import { SHOWN_CHARACTERS } from './messages.js'
import type { PolledCalls } from './polled-calls.js'

/** Bytes of the largest call that is read. A call larger than the largest pipe is no call for a supervisor. */
export const BODY_LIMIT = 4 * 1024 * 1024

/** What is remembered of a request until it is answered. */
export interface Arrival {
  /** The beginning of the body, for log lines. */
  readonly data: string
  /** Of a body that was read in steps, or met before. */
  readonly tree?: readonly XmlNode[]
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

/** The type of what is a tree already. */
const TREE = 'application/x-tree'

/** Makes a scope's requests arrive as the ordered tree of their XML. */
export async function readXmlBodies(
  scope: FastifyInstance,
  clock: Clock,
  polled: PolledCalls,
): Promise<void> {
  const { default: xmlBodyParser } = await import('fastify-xml-body-parser')
  scope.removeAllContentTypeParsers()
  scope.decorateRequest('xmlrpc')
  scope.addHook('preParsing', (request, reply, payload, done) =>
    receive(request, reply, payload, { clock, polled }, done),
  )
  await scope.register(xmlBodyParser, PARSER_OPTIONS)
  scope.addContentTypeParser(TREE, (request, _payload, done) => done(null, request.xmlrpc.tree))
}

function httpError(statusCode: number): Error {
  return Object.assign(new Error(`HTTP ${statusCode}`), { statusCode })
}

/**
 * Refuses a body before its first byte is read: without a length (411, RPC-02) or too long (413). Node reads no more
 * than the stated length, so nothing else has to be counted. What is read is decoded as UTF-8 across chunks, and is
 * looked at as a whole before it comes to the parser.
 */
function receive(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: RequestPayload,
  { clock, polled }: { readonly clock: Clock; readonly polled: PolledCalls },
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
  // Clients send all kinds of types, or none: every body is taken for XML.
  request.headers['content-type'] = 'text/xml'
  let text = ''
  const shown = () => text.slice(0, SHOWN_CHARACTERS + 1)
  const giveTree = (tree: readonly XmlNode[]) => {
    request.xmlrpc = { data: shown(), tree }
    request.headers['content-type'] = TREE
    done(null, payload)
  }
  payload.setEncoding('utf8')
  payload.on('data', (piece: string) => {
    text += piece
  })
  payload.on('end', () => {
    const known = polled.tree(text)
    if (known !== undefined) {
      giveTree(known)
      return
    }
    request.xmlrpc = { data: shown() }
    const tags = hasIllegalCharacter(text) ? null : countTags(text)
    if (tags === null) done(httpError(400))
    else if (tags > TAG_LIMIT) done(httpError(413))
    else if (text.length <= READ_AT_ONCE) done(null, asPayload(text))
    else {
      readLargeBody(text, clock, (tree) => {
        if (tree === null) done(httpError(400))
        else giveTree(tree)
      })
    }
  })
}

/** What stands between texts; the longest tag of a call is an XML declaration. */
const TAG = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<[^<>]{1,1024}>/y

/**
 * The parser's time grows with the square of a tag's length: `<m` with four million blanks would stop the daemon for
 * minutes. Nothing that a client means has such tags: null for those. Stops counting beyond the limit.
 */
function countTags(text: string): number | null {
  let count = 0
  for (let at = text.indexOf('<'); at !== -1 && count <= TAG_LIMIT; at = text.indexOf('<', TAG.lastIndex)) {
    TAG.lastIndex = at
    if (!TAG.test(text)) return null
    count += 1
  }
  return count
}

/** All that the parser asks of a stream: who listens for data is given the text, who listens for its end comes last. */
function asPayload(text: string): RequestPayload {
  const payload = {
    on(event: string, listener: (text?: string) => void) {
      if (event === 'data') listener(text)
      else if (event === 'end') listener()
      return payload
    },
    removeListener: () => payload,
  }
  return payload as unknown as RequestPayload
}

/**
 * The client closes, also where it asked us to: many send all of a body before they look for an answer, and a
 * connection that is closed under them takes the answer with it. Node reads on and throws away.
 */
function refuseUnread(reply: FastifyReply, status: number, done: (error: Error) => void): void {
  reply.header('connection', 'keep-alive')
  done(httpError(status))
}
