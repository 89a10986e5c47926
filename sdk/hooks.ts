// The core's hooks: names, arguments and what a tap may do. Plugins tap them on `supervisor.hooks`.

import type { AsyncSeriesHook, SyncBailHook, SyncHook, SyncWaterfallHook } from 'tapable'
import type { Config, GroupConfig } from './config.js'
import type { SupervisorEvent } from './events.js'
import type { Process, ProcessExit, ProcessGroup } from './process.js'
import type { Held, JsonValue, SnapshotParts } from './snapshot.js'
import type { ProcessState } from './states.js'
import type { Supervisor } from './supervisor.js'

/** One transition of one process, as a record. `at` is wall-clock milliseconds. */
export interface StateChange {
  readonly process: Process
  readonly from: ProcessState
  readonly to: ProcessState
  readonly at: number
  /** The pid that the change is about: the dead one for EXITED and STOPPED, 0 where there is none. */
  readonly pid: number
  /** Failed starts so far, for STARTING and BACKOFF. */
  readonly tries: number
  /** EXITED only: was the exit code one of `exitcodes`? */
  readonly expected: boolean
  /** The end of a run that caused the change; null for all other changes. */
  readonly exit: ProcessExit | null
}

/** What is about to be executed. `beforeSpawn` taps return a changed copy. */
export interface SpawnSpec {
  /** The resolved file. */
  readonly file: string
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string | null
  readonly umask: number | null
  /** A descriptor for the child's stdin in place of the pipe (a listening socket); null = the usual pipe. */
  readonly stdinFd: number | null
}

/** Takes the bytes of one channel. Called with a view on a shared buffer: copy what must be kept. */
export interface Sink {
  write(bytes: Buffer): void
  /** How many bytes can be taken now. Left out when it never blocks. At 0 the bytes stay in the child's pipe. */
  room?(): number
  /** Called once when there is room again. Required with `room`. */
  onRoom?(callback: () => void): void
  /** SIGUSR2. */
  reopen?(): void
  /** The stream has ended; release everything. */
  close?(): void
}

/** A sink beside a channel's log file. */
export type LogSink = Sink

/** One output stream of one spawn. */
export interface Channel {
  readonly name: 'stdout' | 'stderr'
  readonly process: Process
  readonly pid: number
  /**
   * While `channelOpen` is told. Added later it may get nothing: the output of a channel that nobody takes goes to
   * /dev/null.
   */
  addSink(sink: Sink): void
  /** Adds a sink that gets what the log file gets: after strip_ansi, and without captured text. */
  addLogSink(sink: LogSink): void
  /** Makes what a sink keeps back part of the snapshot, under a name that no other sink of this channel has. */
  hold(name: string, held: Held): void
  /** What the sink of this name kept back in the image of the program before; null = nothing. */
  resumed(name: string): JsonValue
  /** The channel carries a protocol: it is read as bytes arrive and its own sinks replace the log's pace. */
  asProtocol(): void
}

export interface RestartDecision {
  readonly restart: boolean
  readonly delayMs?: number
}

export interface Hold {
  /** What is being waited for: it stands in the log, and after `held:` in `supervisorctl status` and on the pages. */
  readonly hold: string
}

export interface SupervisorHooks {
  /**
   * Fires: after validation, at boot and at each reread, before the diff.
   * May change: the list of groups; return a new list to add, drop or replace groups. The second argument is the
   * configuration that was read: at a reread its sections are not those that `apply` was given.
   * Must not: touch the running groups. Mistakes of the operator are found by `check`.
   * Order: the first hook of all; before `open`.
   * A throw: is a config error: exit 2 at boot, fault 92 and the old groups at a reread.
   */
  readonly config: SyncWaterfallHook<[readonly GroupConfig[], Config]>
  /**
   * Fires: privileges dropped, log open, no child log touched yet.
   * May: bind sockets and claim files.
   * Must not: start processes or depend on groups.
   * Order: after `config`, before `boot`.
   * A throw: prevents the start: exit 2 at the first, the configuration before at a reload. StartUpError says it in words for
   * the operator. The launching shell sees it.
   */
  readonly open: AsyncSeriesHook<[Supervisor]>
  /**
   * Fires: the groups exist, nothing is started.
   * May: prepare what processes will need.
   * Must not: start processes.
   * Order: after `open`, before daemonizing and `ready`.
   * A throw: prevents the start: exit 2 at the first, the configuration before at a reload. StartUpError says it in words for
   * the operator.
   */
  readonly boot: AsyncSeriesHook<[Supervisor]>
  /**
   * Fires: daemonized, pidfile written, before the first autostart.
   * May: anything.
   * Must not: take long, autostart waits for it.
   * Order: after `boot`; the last of the start.
   * A throw: prevents the start: exit 2 at the first, the configuration before at a reload. StartUpError says it in words for
   * the operator.
   */
  readonly ready: AsyncSeriesHook<[Supervisor]>
  /**
   * Fires: before each spawn.
   * May change: argv, environment, directory, umask and stdin, by returning a changed copy.
   * Must not: block.
   * Order: after the STARTING change, before pipes and the process exist.
   * A throw: is a spawn error of this process; a SpawnError says it without the plugin's name.
   */
  readonly beforeSpawn: SyncWaterfallHook<[SpawnSpec, Process]>
  /**
   * Fires: once per stdout and stderr per spawn.
   * May: add sinks.
   * Must not: keep the channel after its sinks are closed.
   * Order: after the log was opened, before the process runs.
   * A throw: is logged, and the rest run.
   */
  readonly channelOpen: SyncHook<[Channel, Process]>
  /**
   * Fires: on every transition, as a record.
   * May: observe.
   * Must not: request another transition of the same process synchronously.
   * Order: the state is already new; the log line follows.
   * A throw: is logged, and the rest run.
   */
  readonly stateChange: SyncHook<[StateChange]>
  /**
   * Fires: what a process waits for is another, and its state is not: a hold began or ended, or a stop request
   * cancelled its restart.
   * May: observe: `process.hold`, `process.deadline`.
   * Must not: request a transition of the same process synchronously.
   * Order: before the step that a release lets go on.
   * A throw: is logged, and the rest run.
   */
  readonly waitChange: SyncHook<[Process]>
  /**
   * Fires: when a process that was RUNNING has ended by itself; an end before `startsecs` is a matter of startretries.
   * May: decide whether and when it is restarted; undefined leaves it to `autorestart`.
   * Must not: spawn by itself.
   * Order: after the EXITED change.
   * A throw: is logged, and `autorestart` decides.
   */
  readonly restartDecision: SyncBailHook<[Process, ProcessExit], RestartDecision | undefined>
  /**
   * Fires: before a start is carried out.
   * May: hold it (`{hold: reason}`) until `process.release()`.
   * Must not: spawn by itself.
   * Order: before the STARTING change.
   * A throw: is logged and holds the start, with the failure as the reason.
   */
  readonly startDecision: SyncBailHook<[Process], Hold | undefined>
  /**
   * Fires: when `startsecs` has passed.
   * May: hold RUNNING back (`{hold: reason}`) until `process.release()`.
   * Must not: stop the process by itself.
   * Order: before the RUNNING change.
   * A throw: is logged and holds RUNNING back, with the failure as the reason.
   */
  readonly runningDecision: SyncBailHook<[Process], Hold | undefined>
  /**
   * Fires: before a stop signal is sent.
   * May: hold it (`{hold: reason}`) until `process.release()`, at most stopwaitsecs.
   * Must not: signal by itself.
   * Order: after the STOPPING change, before the signal.
   * A throw: is logged, and the stop goes on: a stop must always be possible.
   */
  readonly stopDecision: SyncBailHook<[Process], Hold | undefined>
  /**
   * Fires: a group became active.
   * May: observe.
   * Must not: remove it synchronously.
   * Order: before its autostart.
   * A throw: is logged, and the rest run.
   */
  readonly groupAdded: SyncHook<[ProcessGroup]>
  /**
   * Fires: a group is no longer active.
   * May: release what was kept for it.
   * Must not: use its processes.
   * Order: after all its processes have stopped.
   * A throw: is logged, and the rest run.
   */
  readonly groupRemoved: SyncHook<[ProcessGroup]>
  /**
   * Fires: a process was added to an active group, or taken out of it.
   * May: observe, and look at `group.processes` again.
   * Must not: add or remove processes synchronously.
   * Order: the group is as it is now; before the autostart of what was added.
   * A throw: is logged, and the rest run.
   */
  readonly groupChanged: SyncHook<[ProcessGroup]>
  /**
   * Fires: for every typed event, when at least one tap exists.
   * May: read `payload()`.
   * Must not: block.
   * Order: process events come after `stateChange`.
   * A throw: is logged, and the rest run.
   */
  readonly event: SyncHook<[SupervisorEvent]>
  /**
   * Fires: at SIGUSR2.
   * May: reopen files.
   * Must not: drop buffered bytes.
   * Order: after the daemon's own logs were reopened.
   * A throw: is logged, and the rest run.
   */
  readonly logReopen: SyncHook<[]>
  /**
   * Fires: when somebody asks for `supervisor.snapshot()`.
   * May: add what the plugin holds, under its name: bounded, and as JSON carries it. In the next image of the program
   * the plugin finds it with `supervisor.resumed(name)`.
   * Must not: change anything; this image may go on.
   * Order: `apply` of the next image comes after it; there the processes that run on are taken up after `groupAdded`.
   * A throw: is logged and leaves this plugin's part out.
   */
  readonly snapshot: SyncHook<[SnapshotParts]>
  /**
   * Fires: when shutdown or restart begins.
   * May: stop accepting work.
   * Must not: stop processes; the core does.
   * Order: before the first stop.
   * A throw: is logged, and the rest run.
   */
  readonly stopping: SyncHook<[]>
  /**
   * Fires: all processes are down.
   * May: flush and close.
   * Must not: start anything.
   * Order: after the last stop, before the disposers.
   * A throw: is logged, and so is a tap that has not settled in 10 seconds; the rest run.
   */
  readonly shutdown: AsyncSeriesHook<[Supervisor]>
}
