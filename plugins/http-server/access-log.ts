// One line per answered request, at level trace only (MSG-12).

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Supervisor } from 'reeve/sdk'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

/** The time of the common log format, with the local offset: `21/Nov/2026:12:45:44 +0100`. */
function formatAccessTime(milliseconds: number): string {
  const time = new Date(milliseconds)
  const offset = -time.getTimezoneOffset()
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(':')
  const zone = `${offset < 0 ? '-' : '+'}${twoDigits(Math.trunc(Math.abs(offset) / 60))}${twoDigits(Math.abs(offset) % 60)}`
  return `${twoDigits(time.getDate())}/${MONTHS[time.getMonth()]}/${time.getFullYear()}:${clock} ${zone}`
}

/** Clients of a unix socket have no address: they are `localhost:0`. */
export function createAccessLog(supervisor: Supervisor) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const { remoteAddress = 'localhost', remotePort = 0 } = request.raw.socket
    const time = formatAccessTime(supervisor.clock.now())
    const line = `${request.method} ${request.originalUrl} HTTP/${request.raw.httpVersion}`
    const bytes = reply.getHeader('content-length') ?? 0
    supervisor.log.trace(
      `${remoteAddress}:${remotePort} - - [${time}] "${line}" ${reply.statusCode} ${bytes}`,
    )
    done()
  }
}
