// The events of the daemon as listeners get them, while the view is open: a stream of its own, because most visits
// never look here. The newest are kept.

import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { API, STREAM_RETRY_MS } from '../../api/request.js'
import type { EventRecord } from '../../api/types.js'

export interface SeenEvent extends EventRecord {
  /** Counts up over all that were seen. */
  readonly number: number
}

const KEPT = 2_000

export const events = signal<readonly SeenEvent[]>([])
/** From when on all that happens is shown here; null while the stream is not open. */
export const listeningSince = signal<number | null>(null)
export const isPaused = signal(false)
/** How many came while the list stood still. */
export const held = signal(0)

let waiting: SeenEvent[] = []
let count = 0

/** Keeps a stream of these types open while a component is shown. */
export function useEvents(types: readonly string[]): void {
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let timer = 0
    const source = new EventSource(`${API}/events?types=${types.map(encodeURIComponent).join(',')}`)
    source.addEventListener('hello', () => {
      listeningSince.value = Date.now()
    })
    source.addEventListener('event', ({ data }) => receive(JSON.parse(data) as EventRecord))
    source.addEventListener('error', () => {
      listeningSince.value = null
      // The browser comes back by itself unless the answer was not a stream.
      if (source.readyState !== EventSource.CLOSED) return
      timer = setTimeout(() => setAttempt((one) => one + 1), STREAM_RETRY_MS)
    })
    return () => {
      clearTimeout(timer)
      source.close()
      listeningSince.value = null
    }
  }, [types.join(','), attempt])
}

function receive(record: EventRecord): void {
  count += 1
  const seen = { ...record, number: count }
  if (!isPaused.peek()) {
    events.value = [...events.peek(), seen].slice(-KEPT)
    return
  }
  waiting = [...waiting, seen].slice(-KEPT)
  held.value = waiting.length
}

export function setPaused(next: boolean): void {
  isPaused.value = next
  if (next) return
  events.value = [...events.peek(), ...waiting].slice(-KEPT)
  waiting = []
  held.value = 0
}

export function clearEvents(): void {
  events.value = []
  waiting = []
  held.value = 0
  if (listeningSince.peek() !== null) listeningSince.value = Date.now()
}
