// Logs as they grow: one stream for all that are shown. What comes within one frame is taken together.

import { batch } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { API, STREAM_RETRY_MS } from '../../api/request.js'
import type { LogPiece } from '../../api/types.js'
import type { LogModel } from './log-model.js'

/** Follows the logs whose end is loaded, while a component is shown and `isOn`. */
export function useFollow(models: readonly LogModel[], isOn: boolean): void {
  const [attempt, setAttempt] = useState(0)
  const followed = models.filter((model) => model.file.value === 0 && model.isAtEnd.value)
  useEffect(() => {
    if (!isOn || followed.length === 0) return
    let timer = 0
    const close = follow(followed, () => {
      // The browser would ask again for the places of before, and everything since would come twice.
      close()
      timer = setTimeout(async () => {
        await Promise.all(followed.map((model) => model.showEnd()))
        setAttempt((one) => one + 1)
      }, STREAM_RETRY_MS)
    })
    return () => {
      clearTimeout(timer)
      close()
    }
  }, [followed.map((model) => model.source.name).join(','), isOn, attempt])
}

/** Opens the stream. Returns what closes it. */
function follow(models: readonly LogModel[], onError: () => void): () => void {
  const byName = new Map(models.map((model) => [model.source.name, model]))
  let waiting: LogPiece[] = []
  let frame = 0
  const flush = () => {
    const pieces = joinPieces(waiting)
    waiting = []
    frame = 0
    batch(() => {
      for (const { log, text, end } of pieces) byName.get(log)?.append(text, end)
    })
  }
  const logs = models.map(({ source, end }) => encodeURIComponent(`${source.name}@${end}`))
  const stream = new EventSource(`${API}/logs/follow?logs=${logs.join(',')}`)
  stream.addEventListener('log', ({ data }) => {
    waiting.push(JSON.parse(data) as LogPiece)
    if (frame === 0) frame = requestAnimationFrame(flush)
  })
  stream.addEventListener('error', onError)
  return () => {
    stream.close()
    cancelAnimationFrame(frame)
    flush()
  }
}

/** Pieces of one log that follow each other become one. */
function joinPieces(pieces: readonly LogPiece[]): readonly LogPiece[] {
  const joined: { readonly log: string; readonly text: string[]; end: number }[] = []
  for (const { log, text, end } of pieces) {
    const last = joined.at(-1)
    if (last?.log === log && end >= last.end) {
      last.text.push(text)
      last.end = end
    } else joined.push({ log, text: [text], end })
  }
  return joined.map((one) => ({ ...one, text: one.text.join('') }))
}
