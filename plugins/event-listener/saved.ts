// What pools hold, as a snapshot carries it. Types rather than interfaces, because only those are JSON to TypeScript.

import { createEvent } from 'reeve/sdk'
import type { QueuedEvent } from './queue.js'
import type { ListenerState } from './transitions.js'

export type SavedEvent = {
  readonly type: string
  readonly payload: string
  readonly serial: number
  readonly poolSerial: number
  readonly rejections: number
}

export type SavedQueue = {
  readonly isStarting: boolean
  readonly startBytes: number
  readonly events: readonly SavedEvent[]
}

/** One that runs. */
export type SavedListener = {
  readonly process: string
  readonly state: ListenerState
  /** In flight, oldest first. */
  readonly events: readonly SavedEvent[]
  readonly mostAhead: number
  readonly isGivenAgain: boolean
  /** What of its output waits for the rest, as base64. */
  readonly unread: string
  readonly resultLength: number | null
  readonly credentials: SavedCredentials | null
}

/** Without the password: its SHA-256 in hexadecimal is enough to recognise it. */
export type SavedCredentials = { readonly name: string; readonly digest: string }

export type SavedPool = {
  readonly group: string
  readonly nextSerial: number
  readonly queue: SavedQueue
  readonly listeners: readonly SavedListener[]
}

export function saveEvent({ event, serial, poolSerial, rejections }: QueuedEvent): SavedEvent {
  return { type: event.type, payload: event.payload(), serial, poolSerial, rejections }
}

export function restoreEvent({ type, payload, ...numbers }: SavedEvent): QueuedEvent {
  return { event: createEvent(type, () => payload), ...numbers }
}
