// A pool: the events that wait for its listeners, and who gets the next one (EVP-01..06).

import {
  isFault,
  type ListenerPool,
  type Process,
  type ProcessGroup,
  type ResultHandler,
  type Supervisor,
  type SupervisorEvent,
  type Timer,
} from 'reeve/sdk'
import { createEnvelopeRenderer, type EnvelopeRenderer } from './envelope.js'
import { defaultHandler } from './handlers.js'
import { MOST_AHEAD } from './in-flight.js'
import { Listener } from './listener.js'
import * as messages from './messages.js'
import type { PoolSettings } from './pool-config.js'
import { EventQueue, type QueuedEvent } from './queue.js'
import type { SavedCredentials, SavedPool } from './saved.js'
import type { ListenerState } from './transitions.js'

/** An event may be rejected this often before its next delivery has to wait. */
const QUICK_REJECTIONS = 5
const FIRST_DELAY_MS = 10
const LONGEST_DELAY_MS = 1000

export class Pool implements ListenerPool {
  readonly group: ProcessGroup
  /** The names that it is subscribed to. */
  readonly events: readonly string[]
  readonly #supervisor: Supervisor
  readonly #renderEnvelope: EnvelopeRenderer
  readonly #queue: EventQueue
  readonly #mostWaiting: number
  /** In config order. */
  readonly #listeners: ReadonlyMap<Process, Listener>
  #handler: ResultHandler | null = null
  #nextSerial = 0
  #dropped = 0
  #isDispatching = false
  /** While an event that was rejected again and again has to wait. */
  #delay: Timer | null = null

  constructor(group: ProcessGroup, settings: PoolSettings, supervisor: Supervisor) {
    this.group = group
    this.events = settings.events
    this.#supervisor = supervisor
    this.#renderEnvelope = createEnvelopeRenderer({
      server: supervisor.identifier,
      pool: group.name,
      lengthInBytes: settings.len_in_bytes,
    })
    this.#queue = new EventQueue(settings.buffer_size)
    this.#mostWaiting = settings.buffer_size ?? MOST_AHEAD
    const create = (process: Process) =>
      new Listener({
        process,
        log: supervisor.log,
        handler: () => this.#handler,
        giveBack: (events, isRejected) => this.#takeBack(events, isRejected),
        mostAhead: () => this.mostAhead,
      })
    this.#listeners = new Map([...group.processes.values()].map((process) => [process, create(process)]))
  }

  get waiting(): number {
    return this.#queue.length
  }

  get limit(): number {
    return this.#queue.limit
  }

  get dropped(): number {
    return this.#dropped
  }

  get listenerStates(): ReadonlyMap<Process, ListenerState> {
    return new Map([...this.#listeners].map(([process, { state }]) => [process, state]))
  }

  /**
   * How many events a listener may be given that it has not answered. More than one only where no other could take them
   * meanwhile, where both sides agree on what an answer means, and no more than the operator lets wait.
   */
  get mostAhead(): number {
    const isAlone = this.#listeners.size === 1
    return isAlone && this.#handler === defaultHandler ? Math.min(MOST_AHEAD, this.#mostWaiting) : 1
  }

  listener(process: Process): Listener | undefined {
    return this.#listeners.get(process)
  }

  /** From now on answers can be judged, so events can be delivered. */
  useHandler(handler: ResultHandler): void {
    this.#handler = handler
    this.dispatch()
  }

  accept(event: SupervisorEvent, serial: number): void {
    // Rendered before it waits: the text is smaller than what it is made from.
    event.payload()
    const dropped = this.#queue.add({ event, serial, poolSerial: this.#nextSerial, rejections: 0 })
    this.#nextSerial += 1
    this.#tellOf(dropped)
    this.dispatch()
  }

  /** Takes bytes of a listener's stdout; an event goes out only when all of them were looked at. */
  receive(listener: Listener, bytes: Buffer): void {
    listener.receive(bytes)
    this.dispatch()
  }

  /** Delivers what waits, oldest first, as long as a listener can take it. */
  dispatch(): void {
    if (this.#isDispatching || this.#delay !== null || this.#handler === null) return
    this.#isDispatching = true
    try {
      while (this.#queue.length > 0 && this.#send());
    } finally {
      this.#isDispatching = false
    }
  }

  save(credentialsOf: (process: Process) => SavedCredentials | null): SavedPool {
    const running = [...this.#listeners].filter(([process]) => process.pid > 0)
    return {
      group: this.group.name,
      nextSerial: this.#nextSerial,
      queue: this.#queue.save(),
      listeners: running.map(([process, listener]) => ({
        process: process.name,
        ...listener.save(),
        credentials: credentialsOf(process),
      })),
    }
  }

  /** Goes on with what another image of the program held; the listeners follow when their output is there again. */
  resume({ nextSerial, queue }: SavedPool): void {
    this.#nextSerial = nextSerial
    this.#queue.restore(queue)
    const { first } = this.#queue
    if (first !== undefined) this.#holdBack(first)
  }

  close(): void {
    this.#delay?.cancel()
    this.#delay = null
    this.#handler = null
    this.#queue.clear()
  }

  /** Gives what waits, as far as it fits, to the first listener that can take it (EVP-02, EVP-23). */
  #send(): boolean {
    const { log } = this.#supervisor
    for (const listener of this.#listeners.values()) {
      const events = listener.isEligible ? listener.inFlight.fitting(this.#queue) : []
      const [first] = events
      if (first === undefined) continue
      try {
        listener.process.writeStdin(this.#render(events, listener.inFlight.isGivenAgain))
      } catch (error) {
        if (!isFault(error)) throw error
        if (error.faultName === 'NO_FILE') messages.brokenPipe(log, listener.name, first.serial)
        else messages.notTaken(log, listener.name, first.serial, error.message)
        continue
      }
      for (const event of events) {
        this.#queue.shift()
        listener.deliver(event)
        messages.sent(log, listener.name, event.serial)
      }
      return true
    }
    return false
  }

  /** All of them in one piece, so that they are one write. */
  #render(events: readonly QueuedEvent[], isGivenAgain: boolean): Buffer {
    if (events.length === 1) return this.#renderOne(events[0]!, isGivenAgain)
    return Buffer.concat(
      events.map((event, index) => Buffer.from(this.#renderOne(event, isGivenAgain && index === 0))),
    )
  }

  #renderOne({ event, serial, poolSerial }: QueuedEvent, isGivenAgain: boolean): Buffer {
    const payload = event.payload()
    return this.#renderEnvelope({ serial, poolSerial, eventName: event.type, payload, isGivenAgain })
  }

  /**
   * Events that were not dealt with are the next ones again (EVP-05). Differs from Supervisor: only in its own pool
   * (EDGE-01), and after many rejections only after a while (EDGE-46). Tests: "a rejected event goes back to its own
   * pool only", "an event that is rejected again and again waits longer and longer".
   */
  #takeBack(events: readonly QueuedEvent[], isRejected: boolean): void {
    const { log } = this.#supervisor
    for (const { serial } of events) {
      messages.rebuffering(log, this.group.name, serial, this.#queue.length, this.#queue.limit)
    }
    this.#tellOf(this.#queue.putBack(events))
    const [first] = events
    if (!isRejected || first === undefined) return
    first.rejections += 1
    this.#holdBack(first)
  }

  #holdBack(queued: QueuedEvent): void {
    const { clock } = this.#supervisor
    const surplus = queued.rejections - QUICK_REJECTIONS
    if (surplus <= 0) return
    const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(surplus - 1, 10))
    this.#delay?.cancel()
    this.#delay = clock.after(delayMs, () => {
      this.#delay = null
      this.dispatch()
    })
  }

  #tellOf(dropped: QueuedEvent | undefined): void {
    if (dropped === undefined) return
    this.#dropped += 1
    messages.overflowed(this.#supervisor.log, this.group.name, dropped.serial)
  }
}
