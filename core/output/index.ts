// Log capture as the engine and the host use it.

export { type ChannelOptions, createChannel, type OutputChannel, type SinkOwners } from './channel.js'
export { type ChildLog, type ChildLogOptions, createChildLog } from './child-log.js'
export { type CleanChildLogsOptions, cleanChildLogs } from './child-log-path.js'
export type { Emit } from './event-sinks.js'
export { type Follower, type FollowOptions, followLog } from './follow.js'
export { deliverLastWords } from './last-words.js'
export type { LogChange, LogFileOptions } from './log-file.js'
export { createLogFiles, type LogFiles, type LogSink } from './log-files.js'
export { LogOpenError } from './log-open-error.js'
export { readWindow, tailWindow } from './log-reader.js'
export { addProcessSinks, type ProcessSinksOptions } from './process-sinks.js'
export { createPump, type Pump, type PumpHandle, type PumpOptions } from './pump.js'
