// A load on a unix socket: keep-alive connections, each sending the next call when the last is answered.
//
// load.js SOCKET METHOD CONNECTIONS SECONDS prints {requests, seconds, busy}: `busy` is the part of the time in which
// this process used the processor; near 1 it measures itself instead of the server.

import { connect } from 'node:net'

const [socketPath = '', method = '', connections = '', seconds = ''] = process.argv.slice(2)
const body = `<?xml version='1.0'?><methodCall><methodName>${method}</methodName><params></params></methodCall>`
const call = `POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n${body}`

let requests = 0
const begun = process.hrtime.bigint()
const endsAt = begun + BigInt(Number(seconds) * 1e9)
let open = Number(connections)

for (let index = 0; index < Number(connections); index += 1) {
  const socket = connect(socketPath)
  // How much of the current answer is still to come; -1 while its head is.
  let missing = -1
  let head = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => {
    let text = String(chunk)
    if (missing < 0) {
      head += text
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      if (!head.startsWith('HTTP/1.1 200')) fail(head)
      missing = Number(/content-length: *(\d+)/i.exec(head)?.[1])
      text = head.slice(end + 4)
      head = ''
    }
    missing -= text.length
    if (missing > 0) return
    missing = -1
    requests += 1
    if (process.hrtime.bigint() < endsAt) socket.write(call)
    else socket.end()
  })
  socket.on('error', (error) => fail(String(error)))
  socket.on('close', () => {
    open -= 1
    if (open === 0) report()
  })
  socket.write(call)
}

function report(): void {
  const elapsed = Number(process.hrtime.bigint() - begun) / 1e9
  const { user, system } = process.cpuUsage()
  process.stdout.write(
    `${JSON.stringify({ requests, seconds: elapsed, busy: (user + system) / 1e6 / elapsed })}\n`,
  )
}

function fail(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(1)
}
