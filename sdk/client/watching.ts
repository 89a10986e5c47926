// What `watch()` gives; its work is loaded when somebody watches, because supervisorctl must start at once.

import type { ProgramState } from './programs.js'
import type { Watched } from './watch.js'

/**
 * How changes are known. `events`: Reeve tells each of them, at once. `poll`: the server is asked at an interval, as
 * Supervisor does not tell; what changes and changes back between two looks is not seen, and `restarts`, `exitSignal`
 * and `waitingUntil` are null.
 */
export type WatchMode = 'events' | 'poll'

export interface WatchOptions {
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal | undefined
  /** For `poll`: milliseconds between two looks (1,000 unless given). */
  readonly intervalMs?: number | undefined
  /** Ask at an interval even where events are to be had. */
  readonly mode?: 'poll' | undefined
  /** False: a lost connection is thrown in place of being taken up again. */
  readonly reconnect?: boolean | undefined
}

/** What happened since the last update. The first one has every process in `changed`. */
export interface WatchUpdate {
  readonly mode: WatchMode
  /** False: the connection is lost, `error` says how; `programs` is as it last was, and an update follows when it is back. */
  readonly connected: boolean
  /** Every process as it now is, by namespec. */
  readonly programs: ReadonlyMap<string, ProgramState>
  readonly changed: readonly ProgramState[]
  /** The namespecs of processes that are gone. */
  readonly removed: readonly string[]
  readonly error: Error | null
}

/** To be iterated once. */
export interface Watch extends AsyncIterable<WatchUpdate> {
  /** Null before the first update. */
  readonly mode: WatchMode | null
}

export function createWatch(watched: Watched): Watch {
  let mode: WatchMode | null = null
  return {
    get mode() {
      return mode
    },
    async *[Symbol.asyncIterator]() {
      const { watchPrograms } = await import('./watch.js')
      for await (const update of watchPrograms(watched)) {
        mode = update.mode
        yield update
      }
    },
  }
}
