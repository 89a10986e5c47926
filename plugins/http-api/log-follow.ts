// Logs as they grow, several on one stream. A client that does not read is waited for: the bytes stay in the files.

import type { FastifyReply } from 'fastify'
import type { FollowHello, LogPiece } from 'reeve/schemas/api-types'
import { Fault, type LogFile, type LogFollower, type Supervisor } from 'reeve/sdk'
import { eventText } from './event-stream.js'
import { logOf } from './log-files.js'
import { wholeCharacters } from './log-window.js'
import { Refusal } from './refusals.js'
import type { Streams } from './streams.js'

/** What may wait for a client before its logs are no longer read. */
const WAITING_BYTES = 262_144
/** From before the request. */
const HEAD_BYTES = 16_384
const NEWLINE = 0x0a

interface Followed {
  readonly name: string
  readonly log: LogFile
  readonly position: number
}

export function followLogs(
  supervisor: Supervisor,
  streams: Streams,
  reply: FastifyReply,
  names: readonly string[],
): void {
  const logs = names.map((name) => findLog(supervisor, name))
  const followers: LogFollower[] = []
  const stream = streams.begin(reply, () => {
    for (const follower of followers) follower.close()
  })
  const hello: FollowHello = {
    logs: logs.map(({ name, log, position }) => ({ log: name, offset: position, size: sizeOf(log) })),
  }
  stream.write(eventText('hello', hello))
  for (const { name, log, position } of logs) {
    const cut = createCutter(position)
    followers.push(
      supervisor.follow(log, position, (bytes, end) => {
        const { text, end: told } = cut(bytes, end)
        if (text !== '') {
          const piece: LogPiece = { log: name, end: told, text }
          stream.write(eventText('log', piece))
        }
        return reply.raw.writableLength < WAITING_BYTES
      }),
    )
  }
  reply.raw.on('drain', () => {
    for (const follower of followers) follower.resume()
  })
}

/** Keeps a character that is not complete for the next piece, so that each text is what stands up to its `end`. */
function createCutter(position: number): (bytes: Buffer, end: number) => { text: string; end: number } {
  let rest: Buffer = Buffer.alloc(0)
  let endBefore = position
  return (bytes, end) => {
    const goesOn = end - bytes.length === endBefore
    const all = Buffer.concat([rest, bytes])
    const length = goesOn || rest.length === 0 ? wholeCharacters(all) : all.length
    // The buffer of a follower is its own.
    rest = Buffer.from(all.subarray(length))
    endBefore = end
    return { text: all.toString('utf8', 0, length), end: end - rest.length }
  }
}

/** `web/stdout`, `group:web/stderr@4096`, `daemon`. Throws Fault or Refusal. */
function findLog(supervisor: Supervisor, text: string): Followed {
  const parts = /^(?:daemon|(.+)\/([^/@]+))(?:@(\d{1,15}))?$/.exec(text)
  if (parts === null)
    throw new Refusal(400, 'BAD_ARGUMENTS', `${text} is no log: NAME/stdout, NAME/stderr, daemon`)
  const [, namespec, channel = '', offset] = parts
  const log = logOf(supervisor, namespec, channel)
  if (log.path === null) throw new Fault('NO_FILE', `${text} has no file`)
  const name = namespec === undefined ? 'daemon' : `${namespec}/${channel}`
  return { name, log, position: offset === undefined ? lastLines(log) : Number(offset) }
}

function sizeOf(log: LogFile): number {
  return log.tail(0, 0).offset
}

/** Where the last lines begin. */
function lastLines(log: LogFile): number {
  const { bytes, offset } = log.tail(0, HEAD_BYTES)
  const start = offset - bytes.length
  return start <= 0 ? 0 : start + bytes.indexOf(NEWLINE) + 1
}
