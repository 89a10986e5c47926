// POST /RPC2: a call comes in as XML, is carried out, and its answer goes out as XML.

import { STATUS_CODES } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Clock, errorPage, isFault, type Logger } from 'reeve/sdk'
import {
  decodeCall,
  encodeAnswer,
  encodeFault,
  type XmlNode,
  type XmlRpcCall,
  type XmlRpcResult,
} from 'reeve/sdk/xmlrpc'
import { readXmlBodies } from './body.js'
import type { Dispatch } from './dispatch.js'
import { messages } from './messages.js'
import { PolledCalls } from './polled-calls.js'

/** Adds the route for one server, in a scope of its own. */
export function addRoute(server: FastifyInstance, dispatch: Dispatch, log: Logger, clock: Clock): void {
  server.register(async (scope) => {
    const polled = new PolledCalls()
    await readXmlBodies(scope, clock, polled)
    scope.setErrorHandler((error: { statusCode?: number }, request, reply) => {
      // The handler below never throws: without a status, the body was not XML, or the client left in the middle of it.
      const status = error.statusCode ?? 400
      if (status === 400 && request.raw.complete) log.error(messages.unmarshallable(request.xmlrpc.data))
      return refuse(reply, status)
    })
    scope.post('/RPC2*', createHandler(dispatch, log, polled))
  })
  server.route({
    method: ['GET', 'HEAD'],
    url: '/RPC2*',
    handler: (_request, reply) => refuse(reply, 400),
  })
}

function refuse(reply: FastifyReply, status: number): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'text/html')
    .send(errorPage(status, STATUS_CODES[status] ?? 'Error'))
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => void

function createHandler(dispatch: Dispatch, log: Logger, polled: PolledCalls): Handler {
  const trace = log.enabled('trace') ? (text: string) => log.trace(text) : undefined

  const succeed = (request: FastifyRequest, reply: FastifyReply, method: string, value: XmlRpcResult) => {
    let answer: string | Buffer
    try {
      answer = encodeAnswer(value)
    } catch (error) {
      fail(request, reply, method, error)
      return
    }
    trace?.(messages.returned(method))
    reply.header('content-type', 'text/xml').send(answer)
  }

  const fail = (request: FastifyRequest, reply: FastifyReply, method: string, error: unknown) => {
    if (isFault(error)) {
      trace?.(messages.returnedFault(method, error.faultCode, error.message))
      reply.header('content-type', 'text/xml').send(encodeFault(error.faultCode, error.message))
      return
    }
    log.critical(messages.failed(request.xmlrpc.data, error))
    refuse(reply, 500)
  }

  return (request, reply) => {
    const call = decode(request, log)
    if (call === undefined) {
      refuse(reply, 400)
      return
    }
    polled.remember(request.xmlrpc, request.body as readonly XmlNode[], call)
    const { method, parameters } = call
    trace?.(messages.called(method))
    try {
      const result = dispatch(method, parameters, request.caller)
      if (result instanceof Promise) {
        // The action goes on when the client leaves; its answer is then dropped (RPC-26).
        result.then(
          (value) => succeed(request, reply, method, value),
          (error: unknown) => fail(request, reply, method, error),
        )
      } else succeed(request, reply, method, result)
    } catch (error) {
      fail(request, reply, method, error)
    }
  }
}

/** The call of a request, or undefined after saying in the log why it is none (MSG-13). */
function decode(request: FastifyRequest, log: Logger): XmlRpcCall | undefined {
  try {
    const call = decodeCall(request.body as readonly XmlNode[])
    if (call.method !== '') return call
    log.error(messages.noMethodName(request.xmlrpc.data))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    log.error(messages.unmarshallable(request.xmlrpc.data))
  }
  return undefined
}
