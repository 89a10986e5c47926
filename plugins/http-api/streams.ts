// All event streams: who is there, what each is told first, and the comments that keep connections alive.

import type { FastifyReply } from 'fastify'
import { API_VERSION_NUMBER } from 'reeve/schemas/api-operations'
import type { Hello, Streams as StreamCounts } from 'reeve/schemas/api-types'
import type { Supervisor, Timer } from 'reeve/sdk'
import type { EventFilter } from './event-filter.js'
import type { EventHub } from './event-hub.js'
import { type EventStream, eventText, openStream, STREAM_HEADERS } from './event-stream.js'
import { Refusal } from './refusals.js'

/** Proxies close connections on which nothing comes for a minute. */
const COMMENT_MS = 15_000
/** Each costs a file descriptor and memory. */
const MOST_STREAMS = 200

export interface StreamRequest {
  readonly filter: EventFilter
  readonly lastEventId: string | undefined
  /** The data of the `programs` event; null where none is wanted. */
  readonly snapshot: (() => unknown) | null
  /** Called when the stream is open; what it returns when it has ended. */
  readonly onOpen: () => () => void
}

export interface Streams {
  readonly counts: StreamCounts
  /** Takes a reply over for a stream of any events. Throws a Refusal when there are too many. */
  begin(reply: FastifyReply, onEnd: () => void): EventStream
  /** Takes the reply over. Throws a Refusal when there are too many. */
  open(reply: FastifyReply, wanted: StreamRequest): void
  close(): void
}

export function createStreams(supervisor: Supervisor, hub: EventHub): Streams {
  const { clock } = supervisor
  const open = new Set<EventStream>()
  let dropped = 0
  let comments: Timer | null = null

  function comment(): void {
    comments = clock.after(
      COMMENT_MS,
      () => {
        for (const stream of open) stream.write(':\n\n')
        comment()
      },
      { background: true },
    )
  }

  function begin(reply: FastifyReply, onEnd: () => void) {
    if (open.size >= MOST_STREAMS) {
      throw new Refusal(503, 'TOO_MANY_STREAMS', `${MOST_STREAMS} streams are open already`)
    }
    reply.hijack()
    reply.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...STREAM_HEADERS })
    const stream = openStream(reply.raw, clock, (reason) => {
      onEnd()
      open.delete(stream)
      if (reason === 'slow') dropped += 1
      if (open.size > 0) return
      comments?.cancel()
      comments = null
    })
    open.add(stream)
    if (comments === null) comment()
    return stream
  }

  return {
    begin,
    get counts() {
      return { open: open.size, dropped, kept: hub.kept }
    },
    open(reply, { filter, lastEventId, snapshot, onOpen }) {
      const missed = lastEventId === undefined ? undefined : hub.since(lastEventId, filter.interest)
      const stream = begin(reply, () => {
        unsubscribe()
        release()
      })
      const release = onOpen()
      const unsubscribe = hub.subscribe({
        interest: filter.interest,
        wants: filter.wants,
        take: (entry) => {
          if (filter.passes(entry)) stream.write(entry.text)
        },
      })
      const hello: Hello = {
        api: API_VERSION_NUMBER,
        version: supervisor.version,
        pid: supervisor.pid,
        now: Math.trunc(clock.now()),
        revision: hub.revision,
        resumed: missed !== undefined,
      }
      const tell = (event: string, data: unknown) =>
        stream.write(eventText(event, data, hub.idOf(hub.revision)))
      if (missed !== undefined) {
        // No id of its own: who loses the connection before the rest must get the rest again.
        stream.write(eventText('hello', hello))
        for (const entry of missed) if (filter.passes(entry)) stream.write(entry.text)
      } else {
        tell('hello', hello)
        if (lastEventId !== undefined) tell('reset', { revision: hub.revision })
        if (snapshot !== null) tell('programs', snapshot())
      }
      stream.limit()
    },
    close() {
      comments?.cancel()
      for (const stream of [...open]) stream.end('closing')
    },
  }
}
