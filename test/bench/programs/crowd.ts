// Clients that are in the way: they come to a unix socket and stay until this process is ended.
//
// crowd.js SOCKET HALF_OPEN SLOW ASKING prints `here` once all are connected. Half-open ones leave a head unfinished,
// slow ones send a body a byte at a time, asking ones call getState every second.

import { connect, type Socket } from 'node:net'

const [socketPath = '', ...counts] = process.argv.slice(2)
const [halfOpen = 0, slow = 0, asking = 0] = counts.map(Number)
const body = '<?xml version="1.0"?><methodCall><methodName>supervisor.getState</methodName></methodCall>'
const head = `POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n`

// One at a time: a unix socket refuses who finds its queue full.
for (let index = 0; index < halfOpen; index += 1) (await join()).write('POST /RPC2 HTTP/1.1\r\nHost: ')
for (let index = 0; index < slow; index += 1) trickle(await join())
for (let index = 0; index < asking; index += 1) ask(await join(), (index * 1000) / asking)
process.stdout.write('here\n')

function join(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => resolve(socket))
    socket.on('error', reject)
    socket.resume()
  })
}

function trickle(socket: Socket): void {
  socket.write(head)
  let sent = 0
  setInterval(() => {
    // The last byte never comes.
    if (sent < body.length - 1) socket.write(body.charAt(sent))
    sent += 1
  }, 500)
}

function ask(socket: Socket, offsetMs: number): void {
  setTimeout(() => setInterval(() => socket.write(head + body), 1_000), offsetMs)
}
