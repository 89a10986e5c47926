// What a socket says to a client: the text that it sends, or the errno of the attempt.

import { connect } from 'node:net'

export type SocketPlace = { readonly path: string } | { readonly host: string; readonly port: number }

/** Connects, reads until the other end closes. Never rejects. */
export function askSocket(place: SocketPlace): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const client = connect({ ...place })
    client.on('data', (bytes) => {
      text += bytes.toString()
    })
    client.on('end', () => resolve(text))
    client.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}
