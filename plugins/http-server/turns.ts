// Requests of one connection, one at a time: a client may send many before it reads an answer, and Node would begin
// with all of them at once. Thousands of them stand in one piece of 64 KiB.

import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import type { UnreadAnswers } from './unread.js'

type Turn = () => void

/** The same listener, for the next request of a connection once the answer before it is written or given up. */
export function takeTurns(listener: RequestListener, unread: UnreadAnswers): RequestListener {
  /** Of connections that are being answered; null until a second request comes before that is over. */
  const waitingOf = new WeakMap<Socket, Turn[] | null>()

  const next = (socket: Socket) => {
    const turn = waitingOf.get(socket)?.shift()
    if (turn === undefined || socket.writableEnded) waitingOf.delete(socket)
    else turn()
  }
  const answer: RequestListener = (request, response) => {
    const { socket } = request
    unread.add(response)
    response.once('close', () => {
      unread.remove(response)
      next(socket)
    })
    listener(request, response)
  }
  return (request, response) => {
    const { socket } = request
    const waiting = waitingOf.get(socket)
    if (waiting === undefined) {
      waitingOf.set(socket, null)
      answer(request, response)
    } else if (waiting === null) waitingOf.set(socket, [() => answer(request, response)])
    else waiting.push(() => answer(request, response))
  }
}
