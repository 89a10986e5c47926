// What is carried over into another image of this program: all of it is JSON and bounded.

import type { ListenSocketAddress } from './listen-socket.js'
import type { Process } from './process.js'
import type { SupervisorState } from './states.js'

/** What JSON carries. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue }

/** The runtime state of one process. Times are wall-clock milliseconds, deadlines are milliseconds from now. */
export interface ProcessSnapshot
  extends Pick<
    Process,
    | 'name'
    | 'pid'
    | 'startedAt'
    | 'stoppedAt'
    | 'exitStatus'
    | 'spawnError'
    | 'lastExit'
    | 'restarts'
    | 'backoff'
  > {
  readonly group: string
  readonly state: string
  readonly stopRequested: boolean
  /** Milliseconds since the last spawn on the monotonic clock. */
  readonly spawnedMsAgo: number
  /** KILL signals that the stop under way has sent. */
  readonly killsSent: number
  /** Immediate restarts in hand. */
  readonly restartsInHand: number
  /** What the process waits for, and for how much longer; null = nothing. */
  readonly deadline: { readonly for: string; readonly inMs: number } | null
  readonly fds: {
    readonly stdin: number | null
    readonly stdout: number | null
    readonly stderr: number | null
  }
  readonly logs: { readonly stdout: string | null; readonly stderr: string | null }
  readonly counters: Readonly<Record<string, number>>
  /** What the sinks of each stream keep back, by their names. */
  readonly held: { readonly stdout: HeldOutput; readonly stderr: HeldOutput }
  /** What its stdin has not taken yet, as base64. */
  readonly stdin: string
}

/** What the sinks of one stream keep back, by the names that they chose. */
export type HeldOutput = Readonly<Record<string, JsonValue>>

/** What one sink keeps back from one write to the next. */
export interface Held {
  /** How much it is now; it must be bounded. */
  heldBytes(): number
  /** All of it; null = nothing. */
  held(): JsonValue
}

/** A listening socket that children share. */
export interface SocketSnapshot {
  readonly address: ListenSocketAddress
  readonly fd: number
}

export interface SupervisorSnapshot {
  readonly version: string
  readonly state: SupervisorState
  readonly processes: readonly ProcessSnapshot[]
  readonly sockets: readonly SocketSnapshot[]
  /** The next number of each series. */
  readonly serials: Readonly<Record<string, number>>
  /** What plugins hold, by the name under which they added it. */
  readonly plugins: Readonly<Record<string, JsonValue>>
}

/** Takes what plugins hold, for a snapshot. */
export interface SnapshotParts {
  /** Copies `state`. Throws an Error for a name that is taken, or a state that JSON does not carry. */
  add(name: string, state: JsonValue): void
}
