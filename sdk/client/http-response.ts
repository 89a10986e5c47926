// One HTTP/1.1 response, read from the bytes of a socket as they come.

import { AnswerError } from './errors.js'

export interface ResponseHead {
  readonly status: number
  readonly reason: string
  /** Names in lower case; of a repeated header the last one counts. */
  readonly headers: ReadonlyMap<string, string>
}

export interface ResponseReader {
  /** Takes bytes and gives the parts of the body that they complete. Throws AnswerError. */
  push(bytes: Buffer): Buffer[]
  /** The sender has closed. Throws AnswerError when the response is not complete then. */
  end(): void
  readonly head: ResponseHead | null
  readonly complete: boolean
  /** The connection can carry another request. */
  readonly reusable: boolean
}

const HEAD_LIMIT_BYTES = 65_536

type Phase = 'head' | 'length' | 'until-close' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'done'

export function createResponseReader(): ResponseReader {
  let phase: Phase = 'head'
  let head: ResponseHead | null = null
  let pending: Buffer = Buffer.alloc(0)
  let remaining = 0
  let reusable = false

  // A line without its end, or undefined while it is incomplete.
  function takeLine(): string | undefined {
    const end = pending.indexOf('\n')
    if (end === -1) {
      if (pending.length > HEAD_LIMIT_BYTES) throw new AnswerError('a header line of the answer has no end')
      return undefined
    }
    const line = pending.toString('latin1', 0, end).replace(/\r$/, '')
    pending = pending.subarray(end + 1)
    return line
  }

  function takeBody(parts: Buffer[]): boolean {
    if (pending.length === 0) return false
    const part = phase === 'until-close' ? pending : pending.subarray(0, remaining)
    pending = pending.subarray(part.length)
    remaining -= part.length
    parts.push(part)
    return true
  }

  const steps: Record<Phase, (parts: Buffer[]) => boolean> = {
    head() {
      const end = /\r?\n\r?\n/.exec(pending.toString('latin1'))
      if (end === null) {
        if (pending.length > HEAD_LIMIT_BYTES) throw new AnswerError('the header of the answer has no end')
        return false
      }
      head = parseHead(pending.toString('latin1', 0, end.index))
      pending = pending.subarray(end.index + end[0].length)
      const framing = bodyFraming(head)
      phase = framing.phase
      remaining = framing.length
      reusable = framing.phase !== 'until-close' && head.headers.get('connection')?.toLowerCase() !== 'close'
      return true
    },
    length(parts) {
      if (remaining > 0 && !takeBody(parts)) return false
      if (remaining === 0) phase = 'done'
      return true
    },
    'until-close': takeBody,
    'chunk-size'() {
      const line = takeLine()
      if (line === undefined) return false
      remaining = Number.parseInt(line, 16)
      if (Number.isNaN(remaining)) throw new AnswerError(`not the size of a chunk: ${JSON.stringify(line)}`)
      phase = remaining === 0 ? 'trailer' : 'chunk'
      return true
    },
    chunk(parts) {
      if (!takeBody(parts)) return false
      if (remaining === 0) phase = 'chunk-end'
      return true
    },
    'chunk-end'() {
      if (takeLine() === undefined) return false
      phase = 'chunk-size'
      return true
    },
    trailer() {
      const line = takeLine()
      if (line === '') phase = 'done'
      return line !== undefined
    },
    done: () => false,
  }

  return {
    push(bytes) {
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
      const parts: Buffer[] = []
      while (steps[phase](parts));
      return parts
    },
    end() {
      if (phase === 'until-close') phase = 'done'
      if (phase !== 'done')
        throw new AnswerError('the server closed the connection before its answer was complete')
    },
    get head() {
      return head
    },
    get complete() {
      return phase === 'done'
    },
    get reusable() {
      return reusable && phase === 'done'
    },
  }
}

function parseHead(text: string): ResponseHead {
  const [first = '', ...lines] = text.split(/\r?\n/)
  const status = /^HTTP\/1\.[01] (\d{3})(?: (.*))?$/.exec(first)
  if (status === null) throw new AnswerError(`not an HTTP answer: ${JSON.stringify(first.slice(0, 80))}`)
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { status: Number(status[1]), reason: status[2] ?? '', headers }
}

function bodyFraming(head: ResponseHead): { phase: Phase; length: number } {
  if (head.headers.get('transfer-encoding')?.toLowerCase() === 'chunked') {
    return { phase: 'chunk-size', length: 0 }
  }
  const length = head.headers.get('content-length')
  if (length === undefined) return { phase: 'until-close', length: 0 }
  if (!/^\d+$/.test(length)) throw new AnswerError(`not a Content-Length: ${JSON.stringify(length)}`)
  return { phase: 'length', length: Number(length) }
}
