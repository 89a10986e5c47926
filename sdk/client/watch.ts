// Process changes as they happen: told by Reeve, asked for again and again where the server is the original.

import { setTimeout as pause } from 'node:timers/promises'
import type { GroupChange, Program, ProgramList } from '../../schemas/generated/api-types.js'
import { FAULTS } from '../faults.js'
import { AnswerError, ConnectionError, HttpStatusError, RemoteFault, TimeoutError } from './errors.js'
import { createEventReader, type ServerSentEvent } from './event-source.js'
import type { SupervisorMethods } from './methods.js'
import { isSameProgram, type ProgramState, programOfInfo, programOfRecord } from './programs.js'
import type { Transport } from './transport.js'
import type { WatchOptions, WatchUpdate } from './watching.js'

export interface Watched {
  readonly transport: Transport
  readonly supervisor: SupervisorMethods
  readonly serverurl: string
  readonly options: WatchOptions
}

const EVENTS_PATH = '/api/v1/events'
const DEFAULT_INTERVAL_MS = 1_000
const RECONNECT_MS = 1_000
/** Reeve sends a comment every 15 seconds: what is silent for longer than three of them is gone. */
const SILENCE_MS = 50_000

/** Throws what a call throws when there is no server at the beginning; later it says so and tries again. */
export async function* watchPrograms(watched: Watched): AsyncGenerator<WatchUpdate, void, undefined> {
  const table = createTable()
  const { options } = watched
  const connection: ConnectionState = {
    lastId: null,
    isEvents: options.mode === 'poll' ? false : undefined,
  }
  const isPolled = () => connection.isEvents === false
  const isAborted = () => options.signal?.aborted === true
  while (!isAborted()) {
    try {
      if (!isPolled()) yield* fromEvents(watched, table, connection)
      if (isPolled()) yield* fromPolls(watched, table)
    } catch (error) {
      if (isAborted()) return
      if (!isLost(error) || !table.isFilled || options.reconnect === false) throw error
      if (table.isConnected) yield table.lost(error, isPolled() ? 'poll' : 'events')
    }
    // Rejects only when the signal aborts, which ends the loop.
    await pause(RECONNECT_MS, undefined, signalOf(options)).catch(() => undefined)
  }
}

/** The server is away, or about to be. */
function isLost(error: unknown): error is Error {
  if (error instanceof RemoteFault) return error.faultCode === FAULTS.SHUTDOWN_STATE
  return error instanceof ConnectionError || error instanceof AnswerError || error instanceof TimeoutError
}

function signalOf({ signal }: WatchOptions) {
  return signal === undefined ? {} : { signal }
}

interface ConnectionState {
  lastId: string | null
  /** Undefined until the server has answered. */
  isEvents: boolean | undefined
}

/** Ends at once, with `isEvents` false, where the server has no such stream; throws when a stream ends. */
async function* fromEvents(
  { transport, serverurl, options }: Watched,
  table: Table,
  connection: ConnectionState,
): AsyncGenerator<WatchUpdate> {
  const headers = connection.lastId === null ? [] : [`Last-Event-ID: ${connection.lastId}`]
  const path = `${EVENTS_PATH}?snapshot=true`
  const parts = transport.stream(path, { signal: options.signal, headers, silenceMs: SILENCE_MS })
  const reader = createEventReader()
  for await (const part of parts) {
    if (!(part instanceof Uint8Array)) {
      const isStream =
        part.status === 200 && /^text\/event-stream/.test(part.headers.get('content-type') ?? '')
      // Wrong credentials are no reason to ask in another way.
      if (part.status === 401) throw new HttpStatusError(serverurl + EVENTS_PATH, part.status, part.reason)
      if (part.status === 503) throw new AnswerError(`${serverurl} has no room for a stream`)
      if (!isStream && connection.isEvents !== true) {
        connection.isEvents = false
        return
      }
      if (!isStream) throw new AnswerError(`${serverurl} answered ${part.status} ${part.reason}`)
      connection.isEvents = true
      continue
    }
    const wasConnected = table.isConnected
    for (const event of reader.push(part)) {
      connection.lastId = event.id ?? connection.lastId
      applyEvent(table, event)
    }
    const update = table.take('events')
    if (update !== undefined || (!wasConnected && table.isConnected)) yield update ?? table.nothing('events')
  }
  if (options.signal?.aborted !== true) throw new AnswerError(`${serverurl} ended the stream`)
}

function applyEvent(table: Table, { event, data }: ServerSentEvent): void {
  switch (event) {
    case 'hello':
      if ((JSON.parse(data) as { resumed: boolean }).resumed) table.isConnected = true
      return
    case 'programs':
      table.replace((JSON.parse(data) as ProgramList).programs.map(programOfRecord))
      return
    case 'program':
      table.set(programOfRecord(JSON.parse(data) as Program))
      return
    case 'group': {
      const group = JSON.parse(data) as GroupChange
      table.replace(group.programs.map(programOfRecord), group.name)
      return
    }
    case 'group-removed':
      table.replace([], (JSON.parse(data) as { name: string }).name)
      return
    default:
  }
}

/** What changes and changes back between two looks is not seen. */
async function* fromPolls({ supervisor, options }: Watched, table: Table): AsyncGenerator<WatchUpdate> {
  for (;;) {
    const infos = await supervisor.getAllProcessInfo()
    if (options.signal?.aborted === true) return
    const wasConnected = table.isConnected
    table.replace(infos.map(programOfInfo))
    const update = table.take('poll')
    if (update !== undefined || !wasConnected) yield update ?? table.nothing('poll')
    await pause(options.intervalMs ?? DEFAULT_INTERVAL_MS, undefined, signalOf(options))
  }
}

type Table = ReturnType<typeof createTable>

/** All processes as last told, and what changed since somebody looked. */
function createTable() {
  const programs = new Map<string, ProgramState>()
  let changed = new Map<string, ProgramState>()
  let removed = new Set<string>()
  const table = {
    isFilled: false,
    isConnected: false,
    set(program: ProgramState) {
      const before = programs.get(program.namespec)
      programs.set(program.namespec, program)
      if (before !== undefined && isSameProgram(before, program)) return
      changed.set(program.namespec, program)
      removed.delete(program.namespec)
    },
    /** All there are, or all of one group. */
    replace(now: readonly ProgramState[], group?: string) {
      const kept = new Set(now.map(({ namespec }) => namespec))
      for (const [namespec, program] of programs) {
        if (kept.has(namespec) || (group !== undefined && program.group !== group)) continue
        programs.delete(namespec)
        changed.delete(namespec)
        removed.add(namespec)
      }
      for (const program of now) table.set(program)
      if (group !== undefined) return
      table.isFilled = true
      table.isConnected = true
    },
    nothing: (mode: WatchUpdate['mode']): WatchUpdate => ({
      mode,
      connected: table.isConnected,
      programs: new Map(programs),
      changed: [],
      removed: [],
      error: null,
    }),
    /** Undefined when nothing has changed. The first one comes even when there is no process at all. */
    take(mode: WatchUpdate['mode']): WatchUpdate | undefined {
      if (changed.size === 0 && removed.size === 0) return undefined
      const update = { ...table.nothing(mode), changed: [...changed.values()], removed: [...removed] }
      changed = new Map()
      removed = new Set()
      return update
    },
    lost(error: Error, mode: WatchUpdate['mode']): WatchUpdate {
      table.isConnected = false
      return { ...table.nothing(mode), error }
    },
  }
  return table
}
