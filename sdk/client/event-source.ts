// Server-Sent Events, read from the bytes of a response as they come.

import { StringDecoder } from 'node:string_decoder'

export interface ServerSentEvent {
  readonly event: string
  readonly data: string
  /** The last id that was sent up to here; null before the first. */
  readonly id: string | null
}

export interface EventReader {
  /** Takes bytes and gives the events that they complete. */
  push(bytes: Buffer): ServerSentEvent[]
}

export function createEventReader(): EventReader {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let event = ''
  let data: string[] = []
  let id: string | null = null

  function take(line: string): ServerSentEvent | undefined {
    if (line === '') {
      const complete =
        data.length === 0 ? undefined : { event: event || 'message', data: data.join('\n'), id }
      event = ''
      data = []
      return complete
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') event = value
    else if (field === 'data') data.push(value)
    else if (field === 'id') id = value
    return undefined
  }

  return {
    push(bytes) {
      const lines = (rest + decoder.write(bytes)).split(/\r?\n/)
      rest = lines.pop() ?? ''
      return lines.flatMap((line) => take(line) ?? [])
    },
  }
}
