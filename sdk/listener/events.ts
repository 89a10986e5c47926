// The events as a listener sees them: one union over all types of Supervisor, told apart by `type` (EVT-01..18).

import type { EventType } from '../events.js'
import type { ProcessState } from '../states.js'

/** What stands before each event on the wire (EVP-10). */
export interface EventHeader {
  /** The protocol's version, `3.0`. */
  readonly version: string
  /** The identifier of the supervisor. */
  readonly server: string
  /** The event's number in this supervisor; an event that is delivered again keeps it. */
  readonly serial: number
  readonly pool: string
  readonly poolSerial: number
  readonly eventName: string
}

interface OfProcess {
  readonly processName: string
  readonly groupName: string
  /** `group:process`, or `process` when the group has the same name: what the XML-RPC interface takes. */
  readonly namespec: string
}

interface StateChange extends OfProcess {
  readonly fromState: ProcessState
}

export interface AttemptEvent extends StateChange {
  readonly type: 'PROCESS_STATE_STARTING' | 'PROCESS_STATE_BACKOFF'
  /** Failed starts so far. */
  readonly tries: number
}

export interface PidEvent extends StateChange {
  readonly type: 'PROCESS_STATE_RUNNING' | 'PROCESS_STATE_STOPPING' | 'PROCESS_STATE_STOPPED'
  /** 0 for STOPPED from BACKOFF. */
  readonly pid: number
}

export interface ExitedEvent extends StateChange {
  readonly type: 'PROCESS_STATE_EXITED'
  readonly pid: number
  /** Was the exit code one of `exitcodes`? */
  readonly expected: boolean
}

export interface DeadEndEvent extends StateChange {
  readonly type: 'PROCESS_STATE_FATAL' | 'PROCESS_STATE_UNKNOWN'
}

export interface LogEvent extends OfProcess {
  readonly type: 'PROCESS_LOG_STDOUT' | 'PROCESS_LOG_STDERR'
  readonly pid: number
  readonly channel: 'stdout' | 'stderr'
  /** What was read at once: not a line (EVT-27). */
  readonly data: string
}

export interface CommunicationEvent extends OfProcess {
  readonly type: 'PROCESS_COMMUNICATION_STDOUT' | 'PROCESS_COMMUNICATION_STDERR'
  readonly pid: number
  readonly channel: 'stdout' | 'stderr'
  /** What the program wrote between the tags. */
  readonly data: string
}

export interface RemoteCommunicationEvent {
  readonly type: 'REMOTE_COMMUNICATION'
  /** The first argument of `supervisor.sendRemoteCommEvent`. */
  readonly messageType: string
  readonly data: string
}

export interface SupervisorStateEvent {
  readonly type: 'SUPERVISOR_STATE_CHANGE_RUNNING' | 'SUPERVISOR_STATE_CHANGE_STOPPING'
}

export interface TickEvent {
  readonly type: 'TICK_5' | 'TICK_60' | 'TICK_3600'
  /** Seconds since 1970, a multiple of the tick's. */
  readonly when: number
}

export interface GroupEvent {
  readonly type: 'PROCESS_GROUP_ADDED' | 'PROCESS_GROUP_REMOVED'
  readonly groupName: string
}

/** A type that a plugin registered: `header.eventName` has its name, `payload` its text. */
export interface OtherEvent {
  readonly type: 'OTHER'
}

/** What is particular to each type: one member of the union a type. */
export type EventFields = EachType<
  | AttemptEvent
  | PidEvent
  | ExitedEvent
  | DeadEndEvent
  | LogEvent
  | CommunicationEvent
  | RemoteCommunicationEvent
  | SupervisorStateEvent
  | TickEvent
  | GroupEvent
  | OtherEvent
>

type EachType<Event> = Event extends { readonly type: infer Type }
  ? Type extends string
    ? Omit<Event, 'type'> & { readonly type: Type }
    : never
  : never

export interface Delivery {
  readonly header: EventHeader
  /** The text as it was sent. */
  readonly payload: string
  /** Answers OK now, while the work goes on: the event will not come again, whatever happens next. */
  acknowledge(): void
  /** Answers FAIL: the supervisor delivers the event again, to this listener or another of its pool. */
  fail(): void
  /** Answers with a result of one's own, for a `result_handler` that understands it. */
  respond(result: string | Uint8Array): void
}

/** An event that was delivered. It can be answered once; a second answer throws an AlreadyAnsweredError. */
export type ListenerEvent = EventFields & Delivery

/** The types that are sent: the others are parents, which only stand in `events=`. */
export type ConcreteEventType = Exclude<
  EventType,
  | 'EVENT'
  | 'PROCESS_STATE'
  | 'PROCESS_LOG'
  | 'PROCESS_COMMUNICATION'
  | 'SUPERVISOR_STATE_CHANGE'
  | 'TICK'
  | 'PROCESS_GROUP'
>

/** A type or a parent of types, as it stands in `events=`. */
export type EventFamily = Exclude<EventType, 'EVENT'>

/** The events of a family: `EventOf<'PROCESS_STATE'>` has what all state changes have. */
export type EventOf<Family extends EventFamily> = Extract<
  ListenerEvent,
  { readonly type: Family | `${Family}_${string}` }
>

/** Is it of this type, or of one below it? Narrows: `isEvent(event, 'PROCESS_STATE')` has `fromState`. */
export function isEvent<Family extends EventFamily>(
  event: ListenerEvent,
  family: Family,
): event is EventOf<Family> {
  return event.type === family || event.type.startsWith(`${family}_`)
}
