// Bodies that are being sent: all of them together may take only so much memory.

import type { FastifyReply, FastifyRequest } from 'fastify'

/** Bytes of larger bodies at a time, for each server: sixteen calls of the largest size. */
const LIMIT = 64 * 1024 * 1024
/** What is smaller is never refused, so that slow senders of much keep nobody from doing something. */
const SMALL = 64 * 1024
/** No route reads more. */
const LARGEST = 4 * 1024 * 1024
/** A route reads no more than this of a body whose length is not told. */
const UNTOLD = 1024 * 1024

/** Takes room for the body of a request, until its answer is over. False where there is none. */
export type TakeRoom = (request: FastifyRequest, reply: FastifyReply) => boolean

export function createRoom(): TakeRoom {
  let taken = 0
  return ({ headers }, reply) => {
    const told = headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : UNTOLD
    const bytes = Math.min(told, LARGEST)
    if (bytes <= SMALL) return true
    if (taken + bytes > LIMIT) return false
    taken += bytes
    reply.raw.once('close', () => {
      taken -= bytes
    })
    return true
  }
}
