// What an operation is given, and what it gives.

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from 'reeve/sdk'

export interface ApiCall {
  /** From the path. */
  readonly parameters: Readonly<Record<string, string>>
  /** Typed values, as described. */
  readonly query: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
  readonly caller: Caller
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** The answer as JSON; TAKEN where the reply is sent by other means. Throws Fault or Refusal. */
export type Operation = (call: ApiCall) => unknown

export const TAKEN = Symbol('the reply is taken')
