// Requests of one connection, one at a time: a client may send many before it reads an answer, and Node would begin
// with all of them at once. Thousands of them stand in one piece of 64 KiB.

import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import type { UnreadAnswers } from './unread.js'

type Turn = () => void

/** The same listener, for the next request of a connection once the answer before it is written or given up. */
export function takeTurns(listener: RequestListener, unread: UnreadAnswers): RequestListener {
  const waitingOf = new WeakMap<Socket, Turn[]>()
  return (request, response) => {
    const { socket } = request
    const run = () => {
      unread.add(response)
      response.once('close', next)
      listener(request, response)
    }
    const next = () => {
      const turn = waitingOf.get(socket)?.shift()
      if (turn === undefined || socket.writableEnded) waitingOf.delete(socket)
      else turn()
    }
    const waiting = waitingOf.get(socket)
    if (waiting !== undefined) {
      waiting.push(run)
      return
    }
    waitingOf.set(socket, [])
    run()
  }
}
