// A small HTTP server: one page that says who answers.

import { createServer } from 'node:http'

const server = createServer((request, response) => {
  console.log(`${request.method} ${request.url}`)
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  response.end(`Hello from ${process.env.SUPERVISOR_PROCESS_NAME}, pid ${process.pid}\n`)
})

server.listen(Number(process.env.PORT), '127.0.0.1', () =>
  console.log(`listening on port ${process.env.PORT}`),
)
process.on('SIGTERM', () => server.close(() => process.exit(0)))
