// The supervisor as plugins see it: everything that first-party plugins reach, and nothing behind it.

import type { Server } from 'node:net'
import type { Clock } from './clock.js'
import type { Config, ConfigDiff, ConfigPreview, ProcessConfig, Section } from './config.js'
import type { SupervisorEvent } from './events.js'
import type { Sink, SupervisorHooks } from './hooks.js'
import type { ListenSocket, ListenSocketAddress, ListenSocketOptions } from './listen-socket.js'
import type { Logger } from './logger.js'
import type { PluginContribution, PluginStatus } from './plugin-status.js'
import type { LogFile, Process, ProcessGroup, ProcessUsage } from './process.js'
import type { Run } from './run.js'
import type { JsonValue, SupervisorSnapshot } from './snapshot.js'
import type { SupervisorState } from './states.js'

/** The release of Supervisor whose behaviour is implemented: what `supervisord -v` and the RPC interface report. */
export const SUPERVISOR_VERSION = '4.4.0'
/** The version of the XML-RPC interface. */
export const API_VERSION = '3.0'

/** Where a server listens. A unix socket is bound under a temporary name, so that it is never visible half made. */
export type ListenAddress =
  | {
      readonly kind: 'unix'
      readonly path: string
      readonly mode: number
      readonly uid: number
      readonly gid: number
    }
  | { readonly kind: 'inet'; readonly host: string; readonly port: number }

/** A failed `listen` or `openListenSocket`. `errno` is symbolic (`EADDRINUSE`), or null when the failure has no errno (a name lookup). */
export interface ListenError extends Error {
  readonly code: 'REEVE_LISTEN'
  readonly errno: string | null
  readonly errnoNumber: number | null
}

/** Takes records for the machine's syslog (user facility, info priority, tag `supervisord`). */
export interface Syslog {
  /**
   * Sends one record, without a newline; a text above 8 KiB becomes several. Never blocks and never throws: while
   * syslogd is full or away records wait up to a bound, then they are dropped and counted in the daemon's log.
   */
  write(text: string | Uint8Array): void
}

export interface LogFollower {
  resume(): void
  close(): void
}

/** Takes lines, without their newlines. */
export interface LineOutput {
  write(line: string): void
  close(): void
}

/** The name part of a request: one process, or a whole group (`group:*`, `group:`). */
export type Target =
  | { readonly group: ProcessGroup; readonly process: Process }
  | { readonly group: ProcessGroup; readonly process: null }

export interface Supervisor {
  /** Reeve's own version. */
  readonly version: string
  readonly pid: number
  readonly identifier: string
  readonly state: SupervisorState
  /** The configuration in force. */
  readonly config: Config
  /** The configuration as last read: what `addGroup` takes from. */
  readonly lastReadConfig: Config
  readonly hooks: SupervisorHooks
  readonly clock: Clock
  readonly log: Logger
  /** The machine's syslog. */
  readonly syslog: Syslog
  /** The daemon's own log file. */
  readonly mainLog: LogFile
  /** Active groups in the order in which they were added. */
  readonly groups: ReadonlyMap<string, ProcessGroup>

  /** Resolves `name`, `group:name`, `group:*` or `group:` (RPC-17). Throws Fault BAD_NAME with the text as sent. */
  resolve(namespec: string): Target
  /** Every process of every active group, by ascending group priority and then ascending process priority. */
  processesByPriority(): readonly Process[]

  /** Reads the config file again and compares it with the active groups (RPC-39). Throws Fault CANT_REREAD. */
  reread(): ConfigDiff
  /** Reads the config file and compares as `reread` does, and keeps nothing of it. Throws Fault CANT_REREAD. */
  previewConfig(): ConfigPreview
  /** Makes a group of the last-read config active (RPC-40). Throws Fault ALREADY_ADDED or BAD_NAME. */
  addGroup(name: string): ProcessGroup
  /** Removes an active group (RPC-41). Throws Fault BAD_NAME or STILL_RUNNING. */
  removeGroup(name: string): void

  /**
   * Reads options as those of `[program:program]` in the group `group`, with everything that the config file has to
   * say about it: defaults, expansion, `[supervisord] environment`. Throws Fault INCORRECT_PARAMETERS with all
   * problems.
   */
  readProgram(
    program: string,
    group: string,
    options: Readonly<Record<string, string>>,
  ): readonly ProcessConfig[]
  /**
   * Adds a process to an active group, and starts it when it has `autostart`. The next reread knows nothing of it and
   * finds the group changed, unless a tap of the `config` hook adds it there. Throws Fault BAD_NAME for a group that
   * does not exist or a name that is taken in it.
   */
  addProcess(group: string, config: ProcessConfig): Process
  /** Takes a process out of its group. Throws Fault BAD_NAME, or STILL_RUNNING when it is not in a stopped state. */
  removeProcess(group: string, name: string): void

  /** Begins to stop everything and to leave. The returned promise is not fulfilled before the daemon ends. */
  shutdown(): void
  /**
   * Reads the config and the plugins that it names, then begins to stop everything and to start over with them.
   * Rejects with Fault CANT_REREAD when they cannot be used; then everything runs on.
   */
  restart(): Promise<void>
  reopenLogs(): void

  /** Every event name and its parent: those of EVENT_TYPES, and what plugins registered. */
  readonly eventTypes: ReadonlyMap<string, string | null>
  /** Tells event listeners. `create` is called only when someone listens. */
  emit(create: () => SupervisorEvent): void
  /** The next number of a series, from 0; series go on counting over a restart (LIFE-66). */
  nextSerial(series: string): number
  /**
   * What running processes use now; one that has no pid, or has just ended, is not in the answer. Null where the system
   * does not tell (macOS, FreeBSD). Costs a look at every process of the machine at the first call, later at those that
   * are new, in slices between which the daemon goes on: for periods of seconds, not for each event.
   */
  usage(processes: Iterable<Process>): Promise<ReadonlyMap<Process, ProcessUsage> | null>
  /**
   * Runs a command to its end, as the daemon's user and with the environment that programs start from. For short work
   * that no section should have: what runs on belongs under `[program:x]`. What is left is killed when the supervisor
   * is disposed. Rejects with a RunError when it cannot be started.
   */
  readonly runCommand: Run
  /** The number of a signal name or number, undefined when there is none (CFG-TYP-05). */
  signalNumber(text: string): number | undefined

  /** Binds a server and unbinds it when the supervisor is disposed. Rejects with a ListenError. */
  listen(server: Server, address: ListenAddress): Promise<void>
  /**
   * Opens a listening socket for children: the daemon never accepts on it. What the plugin leaves open is closed when
   * the supervisor is disposed. After `snapshot` has carried a socket into another image of this program, the same
   * address gives that one. Throws a ListenError. May wait for a name service where `host` is not an address.
   */
  openListenSocket(address: ListenSocketAddress, options?: ListenSocketOptions): ListenSocket
  /**
   * Follows a log from the byte at `position` on, in pieces of at most 64 KiB, as they are written; the buffer is the
   * callee's, and `end` is where the piece ends in the file that it comes from. Returning false pauses until `resume`, for a reader that is slower than the log. Throws Fault NO_FILE.
   */
  follow(log: LogFile, position: number, onBytes: (bytes: Buffer, end: number) => boolean): LogFollower

  /**
   * Opens a file or a device for lines, `/dev/stdout` for the daemon's own output. Writing never waits: where a reader
   * is slow, at most 64 KiB are held, then lines are left out and their number takes their place. Closed at the latest
   * when the supervisor is disposed. Throws an Error that names the path and the errno.
   */
  openLines(path: string): LineOutput

  /**
   * Opens a file or a device for bytes, `/dev/stdout` for the daemon's own output; whoever opens the same path shares
   * it, so that no piece lands inside another. Where its reader can be slow it has `room`: give that on to the channels
   * whose bytes it takes, and only their programs wait. Closed at the latest when the supervisor is disposed. Throws an
   * Error that names the path and the errno.
   */
  openSink(path: string): Sink & { close(): void }

  /**
   * The hooks that a plugin owns, kept by name so that plugins with their own copy of the SDK meet the same ones.
   * `create` makes them at the first call.
   */
  contract<Hooks extends object>(name: string, create: () => Hooks): Hooks

  /** Every plugin, in the order of the list. Built when it is asked for, and files are looked at: do not poll it. */
  readonly plugins: readonly PluginStatus[]
  /**
   * Makes `plugins` say that a plugin brought something: whoever owns a contract credits the taps of its hooks, by the
   * name of the tap (`runningTap` of the hook tells it). A name that is no plugin's is left out.
   */
  credit(plugin: string, contribution: PluginContribution, what: string): void
  /**
   * Logs what a plugin threw in something that it brought, by the name of its tap, and makes `plugins` say so: whoever
   * owns a contract blames what it calls outside of the hooks. `where` ends the sentence "failed in": `RPC method x.y`.
   * A Fault, or another answer that a caller was promised, is no failure.
   */
  blame(plugin: string, where: string, error: unknown): void

  /**
   * Imports what a section names: `module`, `module:export` (an absolute path, a path relative to the config file, or
   * a package), and gives the export. Undefined for a Python name that has no counterpart here: that was logged as one
   * clear warning. Rejects when the module cannot be imported or has no such export, with the section in the message.
   */
  loadModule(specifier: string, section: Section): Promise<unknown>

  /** Everything needed to carry on in another image of this program: serialisable, bounded, without bytes of logs. */
  snapshot(): SupervisorSnapshot
  /** What a tap of the `snapshot` hook added under this name in the image before; undefined where there was none. */
  resumed(name: string): JsonValue | undefined
}
