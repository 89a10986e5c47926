// The stream of events that keeps everything shown here true, and since when it is not.

import { batch, effect, signal } from '@preact/signals'
import { API } from '../api/request.js'
import { forgetSession } from '../api/session.js'
import { isInSight, Retries } from '../api/stream.js'
import type { GroupChange, Hello, Program, ProgramList, UsageChange } from '../api/types.js'
import { setDaemonTime } from './clock.js'
import { daemon, readDaemon } from './daemon.js'
import { changeGroup, changeProgram, removeGroup, removeProgram, setPrograms } from './programs.js'
import { addUsage, fillGap } from './usage.js'

interface Connection {
  readonly state: 'connecting' | 'live' | 'stale'
  /** The last moment at which the page was known to be true; null before the first. */
  readonly staleSince: number | null
}

export const connection = signal<Connection>({ state: 'connecting', staleSince: null })

/** Measurements are only told to who asks for them, and taken while somebody does. */
const KINDS = 'program,group,daemon,usage'

let source: EventSource | undefined
let lastHeard = Date.now()
const retries = new Retries()

/** Opens the stream and keeps it open while the page is in sight. */
export function keepConnected(): void {
  effect(() => {
    if (isInSight.value) return connect()
    source?.close()
    source = undefined
    stale()
  })
}

function connect(): void {
  source?.close()
  const stream = new EventSource(`${API}/events?snapshot=true&types=${KINDS}`)
  source = stream
  on<Hello>('hello', (hello) => {
    setDaemonTime(hello.now)
    if (daemon.value?.pid !== hello.pid) forgetSession()
    void readDaemon().catch(() => undefined)
    fillGap()
  })
  on<ProgramList>('programs', ({ programs }) => setPrograms(programs))
  // All that there is to draw: waiting for more would only leave the page empty for longer.
  stream.addEventListener('programs', handleWaiting)
  on<Program>('program', changeProgram)
  on<{ namespec: string }>('program-removed', ({ namespec }) => removeProgram(namespec))
  on<GroupChange>('group', changeGroup)
  on<{ name: string }>('group-removed', ({ name }) => removeGroup(name))
  on<unknown>('daemon', () => void readDaemon().catch(() => undefined))
  on<UsageChange>('usage', addUsage)
  stream.addEventListener('error', () => {
    stale()
    // The browser reconnects by itself unless the answer was not a stream.
    if (stream.readyState !== EventSource.CLOSED) return
    setTimeout(() => source === stream && connect(), retries.nextMs())
  })

  function on<Data>(type: string, handle: (data: Data) => void): void {
    stream.addEventListener(type, (event) => {
      lastHeard = Date.now()
      retries.succeeded()
      if (connection.value.state !== 'live') connection.value = { state: 'live', staleSince: null }
      take(() => handle(JSON.parse(event.data) as Data))
    })
  }
}

/** One drawing for all that comes within it: a restart of many is told in hundreds of events. */
const TOGETHER_MS = 20

let waiting: (() => void)[] = []
let handledAt = 0
let timer: ReturnType<typeof setTimeout> | undefined

/** Handles an event at once when it comes alone. */
function take(handle: () => void): void {
  waiting.push(handle)
  const left = handledAt + TOGETHER_MS - performance.now()
  if (left <= 0) handleWaiting()
  else timer ??= setTimeout(handleWaiting, left)
}

function handleWaiting(): void {
  clearTimeout(timer)
  timer = undefined
  const all = waiting
  waiting = []
  batch(() => {
    for (const handle of all) handle()
  })
  handledAt = performance.now()
}

function stale(): void {
  if (connection.peek().state !== 'live') return
  connection.value = { state: 'stale', staleSince: lastHeard }
}

/** Where nothing changes nothing is told, but the figures of what runs come more often than this. */
const SILENCE_MS = 45_000
const CHECK_MS = 15_000
/** The longest that a new stream takes to begin. */
const BEGIN_MS = 10_000

/** A connection can be dead without an error: a laptop that slept, a proxy that forgot, a daemon that stands still. */
setInterval(() => {
  const isWaiting = source === undefined || source.readyState === EventSource.CLOSED
  if (isWaiting || Date.now() - lastHeard < SILENCE_MS) return
  connect()
  setTimeout(() => {
    if (Date.now() - lastHeard >= SILENCE_MS) stale()
  }, BEGIN_MS)
}, CHECK_MS)
