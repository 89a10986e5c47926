// One output stream of one spawn: the sinks that its bytes go to, in the order in which they were added.

import type { Channel, LogSink, Sink } from '../../sdk/hooks.js'
import type { Logger } from '../../sdk/logger.js'
import type { Process } from '../../sdk/process.js'
import type { Held, HeldOutput, JsonValue } from '../../sdk/snapshot.js'
import { sinkFailed } from '../log/messages.js'

/** Whose a sink is, for what it does wrong. */
export interface SinkOwners {
  /** The plugin that adds to a channel now; null when the core does. */
  current(): string | null
  blame(plugin: string, where: string, error: unknown): void
}

export interface ChannelOptions {
  readonly name: 'stdout' | 'stderr'
  readonly process: Process
  readonly log: Logger
  readonly owners: SinkOwners
  /** What its sinks kept back in another image of the program. */
  readonly held?: HeldOutput | undefined
}

/** A channel as the engine and the pump use it. */
export interface OutputChannel extends Channel {
  /** Bytes that came in so far, how often a sink failed, and how many bytes sinks keep back now. */
  readonly counters: { readonly bytes: number; readonly sinkFailures: number; readonly heldBytes: number }
  readonly isProtocol: boolean
  /** False: nobody wants the bytes. */
  readonly isTaken: boolean
  /** What was added with `addLogSink`; none of them ever throws. */
  readonly logSinks: readonly LogSink[]
  /** The most that one read may return; Infinity when nothing asks for less. */
  readonly maxReadBytes: number
  /** The channel exists before the process does; the pid is told as soon as it is known. */
  assignPid(pid: number): void
  /** Bounds what one `write` carries, for sinks whose unit is the read (EVT-27). */
  limitReads(maxReadBytes: number): void
  /** What the sinks keep back, for a snapshot. */
  held(): HeldOutput
  /** Gives the bytes to every sink. Never throws. */
  write(bytes: Buffer): void
  /** How many bytes all sinks can take now; Infinity when none of them blocks. */
  room(): number
  /** Calls once when a sink that had no room may have some again. */
  onRoom(callback: () => void): void
  reopen(): void
  /** The stream has ended: releases the sinks. */
  close(): void
}

export function createChannel(options: ChannelOptions): OutputChannel {
  return new ProcessChannel(options)
}

class ProcessChannel implements OutputChannel {
  readonly name: 'stdout' | 'stderr'
  readonly process: Process
  readonly counters: { bytes: number; sinkFailures: number; readonly heldBytes: number }
  pid = 0
  isProtocol = false
  readonly logSinks: LogSink[] = []
  maxReadBytes = Number.POSITIVE_INFINITY
  readonly #log: Logger
  readonly #owners: SinkOwners
  /** Sinks and what holds for them, with the plugins that added them. */
  readonly #added = new Map<object, string>()
  #sinks: Sink[] = []
  /** Those of the sinks that can be full. */
  #bounded: Sink[] = []
  readonly #held = new Map<string, Held>()
  readonly #heldBefore: HeldOutput

  constructor({ name, process, log, owners, held = {} }: ChannelOptions) {
    this.name = name
    this.process = process
    this.#log = log
    this.#owners = owners
    this.#heldBefore = held
    const holders = this.#held
    this.counters = {
      bytes: 0,
      sinkFailures: 0,
      get heldBytes() {
        let bytes = 0
        for (const held of holders.values()) bytes += held.heldBytes()
        return bytes
      },
    }
  }

  get isTaken(): boolean {
    return this.isProtocol || this.#sinks.length > 0
  }

  addSink(sink: Sink): void {
    this.#own(sink)
    this.#sinks.push(sink)
    if (sink.room !== undefined && sink.onRoom !== undefined) this.#bounded.push(sink)
  }

  addLogSink(sink: LogSink): void {
    this.#own(sink)
    this.logSinks.push(this.#contain(sink))
  }

  hold(name: string, held: Held): void {
    if (this.#held.has(name)) throw new Error(`another sink holds ${name} already`)
    this.#own(held)
    this.#held.set(name, held)
  }

  resumed(name: string): JsonValue {
    return this.#heldBefore[name] ?? null
  }

  held(): HeldOutput {
    const states: Record<string, JsonValue> = {}
    for (const [name, held] of this.#held) {
      try {
        // A copy, and at once: what JSON does not carry is this sink's failure.
        const state = JSON.parse(JSON.stringify(held.held())) as JsonValue
        if (state !== null) states[name] = state
      } catch (error) {
        this.#report(held, error)
      }
    }
    return states
  }

  asProtocol(): void {
    this.isProtocol = true
  }

  assignPid(pid: number): void {
    this.pid = pid
  }

  limitReads(maxReadBytes: number): void {
    this.maxReadBytes = Math.min(this.maxReadBytes, maxReadBytes)
  }

  write(bytes: Buffer): void {
    this.counters.bytes += bytes.length
    for (const sink of this.#sinks) {
      try {
        sink.write(bytes)
      } catch (error) {
        this.#expel(sink, error)
      }
    }
  }

  room(): number {
    let room = Number.POSITIVE_INFINITY
    for (const sink of this.#bounded) {
      try {
        room = Math.min(room, sink.room?.() ?? room)
      } catch (error) {
        this.#expel(sink, error)
      }
    }
    return room
  }

  onRoom(callback: () => void): void {
    for (const sink of this.#bounded) {
      try {
        // As the pump asks it: whatever else a plugin's sink returns is no room.
        if (sink.room === undefined || sink.room() >= 1) continue
        sink.onRoom?.(callback)
        return
      } catch (error) {
        this.#expel(sink, error)
      }
    }
    callback()
  }

  reopen(): void {
    for (const sink of this.#sinks) {
      try {
        sink.reopen?.()
      } catch (error) {
        this.#expel(sink, error)
      }
    }
  }

  close(): void {
    const sinks = this.#sinks
    this.#sinks = []
    this.#bounded = []
    for (const sink of sinks) {
      try {
        sink.close?.()
      } catch (error) {
        this.#report(sink, error)
      }
    }
  }

  /** Log sinks share one place with the log file, which must outlive them. */
  #contain(sink: LogSink): LogSink {
    let hasFailed = false
    const attempt = (action: () => void) => {
      if (hasFailed) return
      try {
        action()
      } catch (error) {
        hasFailed = true
        this.#report(sink, error)
      }
    }
    const contained: LogSink = {
      write: (bytes) => attempt(() => sink.write(bytes)),
      reopen: () => attempt(() => sink.reopen?.()),
      close: () => attempt(() => sink.close?.()),
    }
    if (sink.room === undefined || sink.onRoom === undefined) return contained
    return {
      ...contained,
      room() {
        let room = Number.POSITIVE_INFINITY
        attempt(() => {
          room = sink.room?.() ?? room
        })
        return room
      },
      onRoom(callback) {
        attempt(() => sink.onRoom?.(callback))
        // One that failed has nothing to wait for.
        if (hasFailed) callback()
      },
    }
  }

  /** A sink that throws is a bug of its plugin: it is named once and left out until the next spawn. */
  #expel(sink: Sink, error: unknown): void {
    this.#sinks = this.#sinks.filter((one) => one !== sink)
    this.#bounded = this.#bounded.filter((one) => one !== sink)
    this.#report(sink, error)
  }

  #own(added: object): void {
    const plugin = this.#owners.current()
    if (plugin !== null) this.#added.set(added, plugin)
  }

  #report(failed: object, error: unknown): void {
    this.counters.sinkFailures += 1
    const plugin = this.#added.get(failed)
    const where = `an output sink of '${this.process.name}' (${this.name})`
    if (plugin !== undefined) this.#owners.blame(plugin, where, error)
    sinkFailed(
      this.#log,
      this.process.name,
      this.name,
      error instanceof Error ? error.message : String(error),
    )
  }
}
