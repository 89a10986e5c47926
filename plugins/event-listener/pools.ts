// All pools of a supervisor: they are made and removed with their groups, and share the hooks and the event numbers.

import {
  type Config,
  EVENTS_AHEAD,
  eventListenerHooks,
  type ListenerPool,
  type Process,
  type ProcessGroup,
  type ResultHandler,
  type SpawnSpec,
  type StateChange,
  type Supervisor,
  type SupervisorEvent,
} from 'reeve/sdk'
import type { ListenerCredentials } from './credentials.js'
import { defaultHandler, findHandler } from './handlers.js'
import type { Listener } from './listener.js'
import * as messages from './messages.js'
import { Pool } from './pool.js'
import { settingsOf } from './pool-config.js'
import type { SavedPool } from './saved.js'
import { Ticks } from './ticks.js'

/** The series of event numbers; it goes on over a restart (EVP-11). */
const SERIES = 'event'
/** The name of what pools hold in a snapshot. */
const PART = 'event-listener'
const ENDED: ReadonlySet<string> = new Set(['STOPPED', 'EXITED', 'BACKOFF', 'FATAL', 'UNKNOWN'])

export class Pools {
  readonly #supervisor: Supervisor
  readonly #credentials: ListenerCredentials | null
  readonly #byGroup = new Map<ProcessGroup, Pool>()
  readonly #ticks: Ticks
  /** The pools of each event type, as far as it was met. */
  readonly #subscribers = new Map<string, readonly Pool[]>()
  readonly #loading: Promise<void>[] = []
  /** Pools of another image of the program, whose listeners run on. */
  readonly #earlier: readonly SavedPool[]
  readonly #published: Map<string, ListenerPool>
  #config: Config
  #isBooting = true
  #isListening = false

  constructor(supervisor: Supervisor, credentials: ListenerCredentials | null) {
    this.#supervisor = supervisor
    this.#credentials = credentials
    this.#config = supervisor.config
    // A snapshot is our own writing.
    this.#earlier = (supervisor.resumed(PART) ?? []) as readonly SavedPool[]
    supervisor.hooks.snapshot.tap('event-listener', (parts) => {
      const credentialsOf = (process: Process) => credentials?.save(process) ?? null
      const pools = [...this.#byGroup.values()].map((pool) => pool.save(credentialsOf))
      if (pools.length > 0) parts.add(PART, pools)
    })
    this.#published = eventListenerHooks(supervisor).pools
    this.#ticks = new Ticks(supervisor.clock, (create) => supervisor.emit(create))
  }

  configRead(config: Config): void {
    this.#config = config
  }

  add(group: ProcessGroup): void {
    this.#listen()
    const pool = new Pool(group, settingsOf(group.config), this.#supervisor)
    const earlier = this.#isBooting ? this.#earlierPool(group) : undefined
    if (earlier !== undefined) pool.resume(earlier)
    this.#byGroup.set(group, pool)
    this.#published.set(group.name, pool)
    this.#subscriptionsChanged()
    const handler = findHandler(group.config, this.#config, this.#supervisor)
    if (typeof handler === 'function') pool.useHandler(handler)
    else this.#loading.push(this.#useLoaded(pool, handler, this.#isBooting))
  }

  remove(group: ProcessGroup): void {
    this.#byGroup.get(group)?.close()
    if (!this.#byGroup.delete(group)) return
    this.#published.delete(group.name)
    this.#subscriptionsChanged()
  }

  /** Rejects for a handler of the boot that cannot be used: nothing is started then. */
  async untilLoaded(): Promise<void> {
    await Promise.all(this.#loading.splice(0))
    this.#isBooting = false
  }

  close(): void {
    this.#ticks.stop()
    for (const pool of this.#byGroup.values()) pool.close()
    this.#byGroup.clear()
    this.#published.clear()
    this.#subscribers.clear()
  }

  async #useLoaded(pool: Pool, loading: Promise<ResultHandler>, mustSucceed: boolean): Promise<void> {
    try {
      pool.useHandler(await loading)
    } catch (error) {
      if (mustSucceed) throw error
      messages.handlerMissing(this.#supervisor.log, error instanceof Error ? error.message : String(error))
      pool.useHandler(defaultHandler)
    }
  }

  /** Without a pool the hooks cost nothing: they are tapped for the first one. */
  #listen(): void {
    if (this.#isListening) return
    this.#isListening = true
    const { hooks } = this.#supervisor
    hooks.event.tap('event-listener', (event) => this.#accept(event))
    hooks.stateChange.tap('event-listener', (change) => this.#follow(change))
    hooks.channelOpen.tap('event-listener', (channel, process) => {
      const pool = this.#byGroup.get(process.group)
      const listener = pool?.listener(process)
      if (pool === undefined || listener === undefined || channel.name !== 'stdout') return
      if (this.#isBooting) this.#resume(listener)
      else listener.begin()
      channel.addSink({ write: (bytes) => pool.receive(listener, bytes) })
    })
    hooks.beforeSpawn.tap('event-listener', (spec, process) => this.#equip(spec, process))
  }

  #earlierPool(group: ProcessGroup): SavedPool | undefined {
    return this.#earlier.find(({ group: name }) => name === group.name)
  }

  /** Before the boot is over nothing is started: a channel that opens belongs to a process that runs on. */
  #resume(listener: Listener): void {
    const { process } = listener
    const saved = this.#earlierPool(process.group)?.listeners.find((one) => one.process === process.name)
    if (saved === undefined) return
    listener.resume(saved)
    if (saved.credentials !== null) this.#credentials?.resume(process, saved.credentials)
  }

  /** What a listener finds in its environment. */
  #equip(spec: SpawnSpec, process: Process): SpawnSpec {
    const pool = this.#byGroup.get(process.group)
    if (pool === undefined) return spec
    const known = this.#credentials?.provide(spec, process) ?? spec
    if (Object.hasOwn(process.config.environment, EVENTS_AHEAD)) return known
    const { mostAhead } = pool
    // The daemon may have one of its own, from the listener that started it.
    if (mostAhead === 1 && !Object.hasOwn(known.environment, EVENTS_AHEAD)) return known
    const offer = mostAhead === 1 ? '' : String(mostAhead)
    return { ...known, environment: { ...known.environment, [EVENTS_AHEAD]: offer } }
  }

  #follow({ process, to }: StateChange): void {
    const pool = this.#byGroup.get(process.group)
    if (pool === undefined) return
    if (ENDED.has(to)) {
      pool.listener(process)?.end()
      this.#credentials?.withdraw(process)
    }
    pool.dispatch()
  }

  /** One number for all pools, taken only when one of them wants the event (EVP-11). */
  #accept(event: SupervisorEvent): void {
    const pools = this.#subscribers.get(event.type) ?? this.#findSubscribers(event.type)
    if (pools.length === 0) return
    const serial = this.#supervisor.nextSerial(SERIES)
    for (const pool of pools) pool.accept(event, serial)
  }

  #findSubscribers(type: string): readonly Pool[] {
    const names = new Set<string>()
    const { eventTypes } = this.#supervisor
    for (let name: string | null = type; name !== null; name = eventTypes.get(name) ?? null) names.add(name)
    const pools = [...this.#byGroup.values()].filter(({ events }) => events.some((name) => names.has(name)))
    this.#subscribers.set(type, pools)
    return pools
  }

  #subscriptionsChanged(): void {
    this.#subscribers.clear()
    this.#ticks.want((type) => this.#findSubscribers(type).length > 0)
  }
}
