// Events in batches: one mail for many, as mail listeners do.

import type { ListenerEvent } from './events.js'
import { converse, type ListenOptions } from './listen.js'

export interface BatchOptions extends ListenOptions {
  /** A batch is complete this many seconds after its first event. */
  readonly seconds?: number | undefined
  /** Which events are kept; all unless given. The others are answered OK and forgotten. */
  readonly accept?: ((event: ListenerEvent) => boolean) | undefined
  /** An event that completes the batch, such as a TICK_60; it is not part of it. */
  readonly until?: ((event: ListenerEvent) => boolean) | undefined
  /** A batch is complete with so many events, and while one waits to be taken no more are read. 1,000 unless given. */
  readonly limit?: number | undefined
}

/** Timers of another clock, for tests. */
export interface Timers {
  set(callback: () => void, milliseconds: number): unknown
  clear(timer: unknown): void
}

const LIMIT = 1_000
const MILLISECONDS = 1_000
const REAL: Timers = {
  set: setTimeout,
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout | undefined),
}

/**
 * The accepted events in batches, none of them empty. Every event is answered OK when it is collected, so one that was
 * collected and not handled yet is lost when the listener dies. While a batch is being handled the next one is
 * collected. The last batch comes when the supervisor closes stdin. Throws a ProtocolError.
 */
export function listenInBatches(
  options: BatchOptions,
  timers: Timers = REAL,
): AsyncIterableIterator<readonly ListenerEvent[]> {
  type Batch = readonly ListenerEvent[]
  const { seconds, accept = () => true, until = () => false, limit = LIMIT } = options
  const conversation = converse(options)
  let collected: ListenerEvent[] = []
  let isComplete = false
  let isOpen = false
  let failure: { readonly error: unknown } | null = null
  let timer: unknown
  let wake = () => {}

  const complete = () => {
    isComplete = collected.length > 0
    if (isComplete) wake()
  }
  const take = (): Batch => {
    const batch = collected
    collected = []
    isComplete = false
    timers.clear(timer)
    timer = undefined
    return batch
  }
  const event = (one: ListenerEvent) => {
    if (until(one)) complete()
    else if (accept(one)) {
      collected.push(one)
      if (seconds !== undefined) timer ??= timers.set(complete, seconds * MILLISECONDS)
      if (collected.length >= limit) complete()
    }
    if (collected.length < limit) conversation.ready()
    else one.acknowledge()
  }
  const open = () => {
    isOpen = true
    conversation.open({
      event,
      end(error) {
        if (error !== undefined) failure = { error }
        wake()
      },
    })
    conversation.ready()
  }
  const next = async (): Promise<IteratorResult<Batch, undefined>> => {
    if (!isOpen) open()
    while (!isComplete && !conversation.hasEnded) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    if (collected.length > 0) {
      const value = take()
      conversation.ready()
      return { done: false, value }
    }
    if (failure === null) return { done: true, value: undefined }
    const { error } = failure
    failure = null
    throw error
  }
  return {
    next,
    return() {
      timers.clear(timer)
      conversation.close()
      return Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
