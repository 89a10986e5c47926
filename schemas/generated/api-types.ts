// Generated from schemas/api/*.api.json by `npm run generate`. Do not edit.

export type Daemon = {
  /** The version of this API: it changes only when something is taken away. */
  readonly api: number
  /** Reeve's own version. */
  readonly version: string
  /** The release of Supervisor whose behaviour is implemented. */
  readonly supervisorVersion: string
  readonly identification: string
  readonly state: "FATAL" | "RUNNING" | "RESTARTING" | "SHUTDOWN"
  readonly stateCode: number
  readonly pid: number
  /** The daemon's clock, in milliseconds since 1970. */
  readonly now: number
  /** When this run began; a reload begins another. */
  readonly startedAt: number
  readonly host: string
  /** Who asks, as the server knows them. */
  readonly user: string | null
  /** What this daemon can do beyond the first release of this API: clients ask here, not for versions. */
  readonly features: readonly (string)[]
  readonly streams: Streams
}

/** The event streams of this run. */
export type Streams = {
  readonly open: number
  /** Clients that read too slowly and were let go. */
  readonly dropped: number
  /** Events that are kept for clients that come back. */
  readonly kept: number
}

export type Accepted = {
  readonly accepted: true
}

export type ErrorBody = {
  /** The number of the fault in the XML-RPC interface; 0 where there is none. */
  readonly code: number
  /** Its name, such as `BAD_NAME`: what programs go by. */
  readonly fault: string
  /** What went wrong, for people. */
  readonly message: string
}

export type Error = {
  readonly error: ErrorBody
}

/** The states of Supervisor. */
export type ProcessState = "STOPPED" | "STARTING" | "RUNNING" | "BACKOFF" | "STOPPING" | "EXITED" | "FATAL" | "UNKNOWN"

/** One process. Times are milliseconds since 1970. */
export type Program = {
  /** Its name for all requests: `web`, or `group:web`. */
  readonly namespec: string
  readonly name: string
  readonly group: string
  /** The section kind that made its group: `program`, `group`, `eventlistener`, `fcgi-program`, or a plugin's. */
  readonly kind: string
  readonly state: ProcessState
  /** The state's number in Supervisor's interfaces. */
  readonly stateCode: number
  /** The text that `supervisorctl status` shows. */
  readonly description: string
  readonly pid: number | null
  /** The last start. */
  readonly startedAt: number | null
  /** The last end. */
  readonly stoppedAt: number | null
  /** When this was written, by the daemon's clock. */
  readonly now: number
  /** The exit code of the last run that ended. */
  readonly exitStatus: number | null
  /** The signal that ended it: `SIGSEGV`. */
  readonly exitSignal: string | null
  /** Was the code one of `exitcodes`? */
  readonly exitExpected: boolean | null
  /** Why the last start failed. */
  readonly spawnError: string | null
  /** How often it was started again without a request. */
  readonly restarts: number
  /** Failed starts in a row. */
  readonly backoff: number
  /** How many of them are allowed before FATAL. */
  readonly startretries: number
  /** What it waits for: `startsecs` until RUNNING, `retry` after a failed start, `kill` of a slow stop, `restart` after an end. */
  readonly waitingFor: "startsecs" | "retry" | "kill" | "restart" | null
  /** Until when. */
  readonly waitingUntil: number | null
  readonly stdout: LogState
  readonly stderr: LogState
  readonly priority: number
  readonly groupPriority: number
  readonly autostart: boolean
  /** What it uses; null while nobody measures. */
  readonly usage: Usage | null
  /** The number of the latest event when this was written. */
  readonly revision: number
}

export type LogState = {
  /** Null where there is no file: none is wanted, it has none yet, or syslog. */
  readonly path: string | null
  /** The size of the file now; without its rotated ones. */
  readonly bytes: number
}

/** What a process and its descendants used at one moment. */
export type Usage = {
  /** Milliseconds since 1970. */
  readonly at: number
  /** 100 is one CPU kept busy since the sample before; null at the first sample of a process. */
  readonly cpuPercent: number | null
  /** Resident memory. */
  readonly rssBytes: number
}

export type UsageHistories = {
  readonly now: number
  /** Between two samples. */
  readonly intervalMs: number | null
  /** Points that a history can have. */
  readonly capacity: number
  /** Why nothing can be measured here. */
  readonly problem: string | null
  /** By namespec, the oldest first. */
  readonly programs: { readonly [name: string]: readonly (Usage)[] }
}

export type ProgramList = {
  readonly now: number
  readonly revision: number
  readonly programs: readonly (Program)[]
}

export type Group = {
  readonly name: string
  readonly kind: string
  readonly priority: number
  /** The namespecs of its processes, in config order. */
  readonly programs: readonly (string)[]
  /** How many processes are in each state; states that none is in are left out. */
  readonly states: { readonly [name: string]: number }
}

export type GroupList = {
  readonly now: number
  readonly revision: number
  readonly groups: readonly (Group)[]
}

/** One state change. */
export type HistoryEntry = {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly from: ProcessState
  readonly to: ProcessState
  readonly pid: number | null
  /** In words: `exited with 3, 2 s after start; retry 2 of 3 in 2 s`. */
  readonly reason: string
  readonly exitStatus: number | null
  readonly exitSignal: string | null
  /** For the end of a run: how long it took. */
  readonly ranMs: number | null
  /** When it is started again. */
  readonly waitingUntil: number | null
  /** For a crash: what it said last. Kept for the latest crashes only. */
  readonly output: LastOutput | null
}

export type LastOutput = {
  readonly channel: "stdout" | "stderr"
  /** At most the last 20 lines and 2,048 bytes. */
  readonly text: string
}

export type History = {
  readonly namespec: string
  readonly entries: readonly (HistoryEntry)[]
}

/** What became of one process. */
export type Outcome = {
  readonly namespec: string
  readonly ok: boolean
  readonly error: ErrorBody | null
}

export type Outcomes = {
  readonly outcomes: readonly (Outcome)[]
}

export type WaitRequest = {
  /** Answer when it is done (the default), or at once. */
  readonly wait?: boolean
}

export type SignalRequest = {
  /** A name or a number: `HUP`, `SIGHUP`, `1`. */
  readonly signal: string
}

export type StdinRequest = {
  /** Sent as UTF-8, without a line end of its own. */
  readonly text: string
}

export type ActionsRequest = {
  readonly action: "start" | "stop" | "restart" | "signal" | "clear-log"
  /** Names of processes, whole groups as `group:*`, or `*` alone for all. */
  readonly programs: readonly (string)[]
  /** For `signal`: a name or a number. */
  readonly signal?: string
  /** Answer when all is done (the default), or at once. */
  readonly wait?: boolean
}

export type LogWindow = {
  readonly path: string
  /** 0 is the file that is written now. */
  readonly file: number
  /** The first byte of the text. */
  readonly offset: number
  /** The byte behind the text: where to read on. */
  readonly end: number
  /** Of the file now. */
  readonly size: number
  readonly text: string
}

export type LogFiles = {
  readonly files: readonly (LogFileState)[]
}

export type LogFileState = {
  /** 0 is the file that is written now, 1 the latest rotated one. */
  readonly file: number
  readonly path: string
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly modifiedAt: number
}

export type LogMatches = {
  readonly matches: readonly (LogMatch)[]
  /** `from` for the next answer. */
  readonly next: number | null
  /** Of the file now. */
  readonly size: number
}

export type LogMatch = {
  /** The first byte of the line. */
  readonly offset: number
  /** The line, at most its first 2,000 characters. */
  readonly text: string
}

/** A part of a log as it was written. */
export type LogPiece = {
  /** As in `hello`: `web/stdout`, `daemon`. */
  readonly log: string
  /** The byte behind the text in the file that is written now; it begins anew when the log is rotated or cleared. */
  readonly end: number
  readonly text: string
}

/** The first event of a stream of logs. */
export type FollowHello = {
  readonly logs: readonly (FollowedLog)[]
}

export type FollowedLog = {
  readonly log: string
  /** The first byte that comes. */
  readonly offset: number
  readonly size: number
}

/** The first event of a stream. */
export type Hello = {
  readonly api: number
  readonly version: string
  readonly pid: number
  readonly now: number
  /** The number of the latest event. */
  readonly revision: number
  /** The stream goes on where the client left it. */
  readonly resumed: boolean
}

/** A group that was added, or whose processes changed. */
export type GroupChange = {
  readonly name: string
  readonly kind: string
  readonly priority: number
  readonly programs: readonly (Program)[]
}

/** Measurements of one moment, by namespec. */
export type UsageChange = {
  readonly at: number
  /** Milliseconds since the measurement before; null for the first. */
  readonly sinceMs: number | null
  readonly programs: { readonly [name: string]: Usage }
  /** Bytes that each run has written to stdout and stderr, as far as a log or a plugin takes them, since the measurement before, or since it began; runs that wrote nothing are left out. */
  readonly logBytes: { readonly [name: string]: number }
}

/** An event as event listeners get it. */
export type EventRecord = {
  readonly type: string
  readonly at: number
  /** At most 16 KiB of it. */
  readonly payload: string
  readonly truncated: boolean
}

/** An option's value, typed; null where it has none. */
export type OptionValue = string | number | boolean | null | readonly (string | number)[]

export type ProgramConfig = {
  readonly namespec: string
  /** The name of its section. */
  readonly program: string
  readonly kind: string
  /** Where its section stands. */
  readonly file: string
  readonly line: number
  /** Every option in force, expanded, by name; those of plugins too. */
  readonly options: { readonly [name: string]: OptionValue }
  /** The names of the variables that its section and [supervisord] set. */
  readonly environment: readonly (string)[]
}

export type ConfigDiff = {
  readonly file: string
  readonly added: readonly (GroupDiff)[]
  readonly changed: readonly (GroupDiff)[]
  readonly removed: readonly (GroupDiff)[]
}

export type GroupDiff = {
  readonly name: string
  readonly kind: string
  /** Processes that it has before or after. */
  readonly programs: readonly (ProgramDiff)[]
  /** Options of the group itself that differ. */
  readonly options: readonly (OptionDiff)[]
}

export type ProgramDiff = {
  readonly name: string
  readonly change: "added" | "changed" | "removed" | "same"
  /** Those that differ; empty for an added or removed process. */
  readonly options: readonly (OptionDiff)[]
}

export type OptionDiff = {
  /** Its name; `environment.NAME` for a variable, whose values are masked. */
  readonly option: string
  readonly before: OptionValue
  readonly after: OptionValue
}

export type ApplyRequest = {
  /** Only these; names that are neither added, changed nor removed are refused. */
  readonly groups?: readonly (string)[]
}

export type ApplyOutcomes = {
  readonly outcomes: readonly (ApplyOutcome)[]
}

export type ApplyOutcome = {
  readonly group: string
  readonly change: "added" | "changed" | "removed"
  readonly ok: boolean
  readonly error: ErrorBody | null
}

export type PluginList = {
  readonly plugins: readonly (Plugin)[]
}

export type Plugin = {
  readonly name: string
  readonly version: string | null
  /** Where its code comes from. */
  readonly origin: "built-in" | "path" | "package"
  readonly file: string | null
  readonly package: string | null
  /** The section or option that named it. */
  readonly namedBy: string | null
  readonly state: "waiting" | "applied" | "failed" | "refused" | "disposed"
  readonly requires: readonly (string)[]
  readonly sections: readonly (string)[]
  readonly extends: readonly (string)[]
  readonly events: readonly (string)[]
  readonly hooks: readonly (string)[]
  readonly rpcMethods: readonly (string)[]
  readonly routes: readonly (string)[]
  readonly lastError: PluginFailure | null
  readonly errors: number
  /** Its files are not what was loaded any more. */
  readonly changed: PluginChanges | null
}

export type PluginFailure = {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly where: string
  readonly message: string
}

export type PluginChanges = {
  readonly files: readonly (string)[]
  readonly needs: "reload" | "restart"
}

export type ListenerPoolList = {
  readonly pools: readonly (ListenerPool)[]
}

export type ListenerPool = {
  readonly group: string
  /** What it is subscribed to. */
  readonly events: readonly (string)[]
  /** Events that wait for a listener. */
  readonly waiting: number
  /** How many may wait before the oldest is dropped. */
  readonly limit: number
  readonly dropped: number
  readonly listeners: readonly (Listener)[]
}

export type Listener = {
  readonly namespec: string
  readonly state: "ACKNOWLEDGED" | "READY" | "BUSY" | "UNKNOWN"
}
