// Hooks of the event-listener plugin: who judges what listeners answer.

import type { SupervisorEvent } from '../events.js'
import type { Process, ProcessGroup } from '../process.js'
import type { Supervisor } from '../supervisor.js'

/** An event as a listener got it. */
export interface DeliveredEvent extends SupervisorEvent {
  /** Its number among all events, and among those of the pool. */
  readonly serial: number
  readonly poolSerial: number
  /** The listener that answered. */
  readonly process: Process
}

/**
 * Judges the answer of a listener (EXT-07): returning accepts it, throwing a RejectEvent puts the event back to the
 * head of the pool's queue, and any other error makes the listener's state UNKNOWN. It is not waited for, and must not
 * block. `result` is what the listener sent after its RESULT line.
 */
export type ResultHandler = (event: DeliveredEvent, result: Buffer) => void

/** Rejects an event; a module that imports nothing throws any error whose `name` is `RejectEvent`. */
export class RejectEvent extends Error {
  override readonly name = 'RejectEvent'
}

/** A pool of listeners as others may look at it. */
export interface ListenerPool {
  readonly group: ProcessGroup
  /** The event names that it is subscribed to. */
  readonly events: readonly string[]
  /** Events that wait for one of its listeners, and how many may before the oldest is dropped. */
  readonly waiting: number
  readonly limit: number
  /** How many were dropped so far. */
  readonly dropped: number
  /** What each of its listeners is doing, in config order. */
  readonly listenerStates: ReadonlyMap<Process, 'ACKNOWLEDGED' | 'READY' | 'BUSY' | 'UNKNOWN'>
}

export interface EventListenerHooks {
  /** Handlers that `result_handler` can name without a module, by that name: put in while plugins are applied. */
  readonly handlers: Map<string, ResultHandler>
  /** The pools there are, by group name: the event-listener plugin keeps it. */
  readonly pools: Map<string, ListenerPool>
}

/** The event-listener plugin's hooks. */
export function eventListenerHooks(supervisor: Supervisor): EventListenerHooks {
  return supervisor.contract('event-listener', () => ({
    handlers: new Map<string, ResultHandler>(),
    pools: new Map<string, ListenerPool>(),
  }))
}
