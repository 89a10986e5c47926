// Logs as they grow: one stream for all that are shown. What comes within one frame is taken together.

import { batch } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { API, listOf } from '../../api/request.js'
import { isInSight, Retries } from '../../api/stream.js'
import type { LogPiece } from '../../api/types.js'
import type { LogModel } from './log-model.js'

/** Follows the logs whose end is loaded, while a component is shown, in sight and `isOn`. */
export function useFollow(models: readonly LogModel[], isOn: boolean): void {
  const [attempt, setAttempt] = useState(0)
  const retries = useRef(new Retries())
  const isGap = useRef(false)
  const followed = models.filter((model) => model.file.value === 0 && model.isAtEnd.value)
  const isFollowing = isOn && isInSight.value && followed.length > 0
  useEffect(() => {
    if (!isFollowing) return
    let timer = 0
    const beginAnew = async () => {
      await Promise.all(followed.map((model) => model.showEnd()))
      isGap.current = false
      setAttempt((one) => one + 1)
    }
    // What came in between may be more than anybody wants to wait for.
    if (isGap.current) return void beginAnew()
    const close = follow(followed, {
      onPiece: () => retries.current.succeeded(),
      onError() {
        // The browser would ask again for the places of before, and everything since would come twice.
        close()
        timer = setTimeout(beginAnew, retries.current.nextMs())
      },
    })
    return () => {
      clearTimeout(timer)
      close()
      isGap.current = !isInSight.peek()
    }
  }, [followed.map((model) => model.source.name).join(','), isFollowing, attempt])
}

interface Hearer {
  onPiece(): void
  onError(): void
}

/** Opens the stream. Returns what closes it. */
function follow(models: readonly LogModel[], { onPiece, onError }: Hearer): () => void {
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
  const logs = listOf(models.map(({ source, end }) => `${source.name}@${end}`))
  const stream = new EventSource(`${API}/logs/follow?logs=${logs}`)
  stream.addEventListener('log', ({ data }) => {
    onPiece()
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
