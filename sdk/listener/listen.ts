// `listen`: the two ways to be a listener, a loop or a function.

import type { Connection } from './connection.js'
import { Conversation } from './conversation.js'
import type { ListenerEvent } from './events.js'
import { complain, standardStreams } from './standard-streams.js'

export interface ListenOptions {
  /** Where the supervisor is; stdin and stdout unless given. For tests: `reeve/sdk/listener/testing`. */
  readonly connection?: Connection | undefined
  /** The listener's section has `len_in_bytes=true`. */
  readonly lengthInBytes?: boolean | undefined
  /**
   * How many milliseconds to wait after a FAIL before asking for more; doubled with each further one up to ten
   * seconds, as the supervisor would deliver the event again at once. 100 unless given; 0 = at once.
   */
  readonly failurePauseMs?: number | undefined
}

export type Handler = (event: ListenerEvent) => unknown

export interface HandlerOptions extends ListenOptions {
  /** Is told what the handler threw; unless given it stands on stderr. */
  readonly onError?: ((error: unknown, event: ListenerEvent) => void) | undefined
}

/**
 * The events, one at a time; READY is said when the first is asked for. When the loop asks for the next one, the last
 * is answered OK, unless it was answered before. Leaving the loop, by a throw or a break, answers FAIL: acknowledge
 * first what is done. The loop ends when the supervisor closes stdin. Throws a ProtocolError.
 */
export function listen(options?: ListenOptions): AsyncIterableIterator<ListenerEvent>
/**
 * Calls with each event and waits for it. What it returns is of no matter: OK, unless it answered before. What it
 * throws is FAIL, told on stderr, and the listening goes on. Fulfilled when the supervisor closes stdin; rejects with
 * a ProtocolError.
 */
export function listen(handler: Handler, options?: HandlerOptions): Promise<void>
export function listen(
  first: Handler | ListenOptions = {},
  second: HandlerOptions = {},
): AsyncIterableIterator<ListenerEvent> | Promise<void> {
  if (typeof first !== 'function') return iterate(converse(first))
  return handle(converse(second), first, second.onError ?? tell)
}

/** A conversation that has not begun yet. */
export function converse({
  connection = standardStreams(),
  lengthInBytes,
  failurePauseMs,
}: ListenOptions): Conversation {
  return new Conversation({ connection, lengthInBytes, failurePauseMs })
}

function iterate(conversation: Conversation): AsyncIterableIterator<ListenerEvent> {
  type Next = IteratorResult<ListenerEvent, undefined>
  const over: Next = { done: true, value: undefined }
  let waiting: { resolve(next: Next): void; reject(error: unknown): void } | null = null
  let isOpen = false
  let failure: { readonly error: unknown } | null = null

  const settle = (settleOne: (one: NonNullable<typeof waiting>) => void) => {
    const one = waiting
    waiting = null
    if (one !== null) settleOne(one)
  }
  const open = () => {
    isOpen = true
    conversation.open({
      event: (value) => settle(({ resolve }) => resolve({ done: false, value })),
      end(error) {
        if (error !== undefined && waiting === null) failure = { error }
        settle(({ resolve, reject }) => (error === undefined ? resolve(over) : reject(error)))
      },
    })
  }
  return {
    next() {
      if (failure !== null) {
        const { error } = failure
        failure = null
        return Promise.reject(error)
      }
      if (conversation.hasEnded) return Promise.resolve(over)
      if (waiting !== null) return Promise.reject(new Error('the next event is being waited for already'))
      const next = new Promise<Next>((resolve, reject) => {
        waiting = { resolve, reject }
      })
      if (!isOpen) open()
      conversation.ready()
      return next
    },
    return() {
      conversation.failUnanswered()
      conversation.close()
      return Promise.resolve(over)
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function handle(
  conversation: Conversation,
  handler: Handler,
  onError: NonNullable<HandlerOptions['onError']>,
): Promise<void> {
  const failed = (error: unknown, event: ListenerEvent) => {
    onError(error, event)
    conversation.failUnanswered()
    conversation.ready()
  }
  return new Promise((resolve, reject) => {
    conversation.open({
      event(event) {
        try {
          const work = handler(event)
          if (isPromiseLike(work)) {
            work.then(
              () => conversation.ready(),
              (error) => failed(error, event),
            )
          } else conversation.ready()
        } catch (error) {
          failed(error, event)
        }
      },
      end: (error) => (error === undefined ? resolve() : reject(error)),
    })
    conversation.ready()
  })
}

function tell(error: unknown): void {
  complain(`listener: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
