// The events of the daemon as listeners get them, while the view is open: a stream of its own, because most visits
// never look here. The newest are kept.

import { signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { API, listOf } from '../../api/request.js'
import { isInSight, Retries } from '../../api/stream.js'
import type { EventRecord, Hello } from '../../api/types.js'

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

/** How far the stream of some types has been heard, so that the next one goes on there. */
interface Heard {
  readonly types: string
  readonly since: number
  readonly id: string
}

/** Keeps a stream of these types open while a component is shown and in sight. */
export function useEvents(types: readonly string[]): void {
  const [attempt, setAttempt] = useState(0)
  const heard = useRef<Heard | null>(null)
  const retries = useRef(new Retries())
  const wanted = listOf(types)
  useEffect(() => {
    if (!isInSight.value) return
    let timer = 0
    if (heard.current?.types !== wanted) heard.current = null
    const from = heard.current === null ? '' : `&lastEventId=${encodeURIComponent(heard.current.id)}`
    const source = new EventSource(`${API}/events?types=${wanted}${from}`)
    source.addEventListener('hello', ({ data, lastEventId }) => {
      retries.current.succeeded()
      const { resumed } = JSON.parse(data) as Hello
      if (!resumed || heard.current === null) {
        heard.current = { types: wanted, since: Date.now(), id: lastEventId }
      }
      listeningSince.value = heard.current.since
    })
    source.addEventListener('event', ({ data, lastEventId }) => {
      if (heard.current !== null) heard.current = { ...heard.current, id: lastEventId }
      receive(JSON.parse(data) as EventRecord)
    })
    source.addEventListener('error', () => {
      listeningSince.value = null
      // The browser comes back by itself unless the answer was not a stream.
      if (source.readyState !== EventSource.CLOSED) return
      timer = setTimeout(() => setAttempt((one) => one + 1), retries.current.nextMs())
    })
    return () => {
      clearTimeout(timer)
      source.close()
      listeningSince.value = null
    }
  }, [wanted, attempt, isInSight.value])
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
